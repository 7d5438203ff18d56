const bucketsPerOctave = 32;
const octaves = 27;

/**
 * Counts of durations in logarithmic buckets, from 1 ms to 37 hours. A percentile read from it is
 * within 1.1 % of the true one (half a bucket of 2^(1/32)).
 */
export class Histogram {
  private readonly counts = new Uint32Array(bucketsPerOctave * octaves);
  total = 0;

  record(ms: number): void {
    const index = ms <= 1 ? 0 : Math.floor(Math.log2(ms) * bucketsPerOctave);
    this.counts[Math.min(index, this.counts.length - 1)]++;
    this.total++;
  }

  /** The duration, ms, that `share` (0 to 1) of the recorded ones do not exceed; null without any. */
  percentile(share: number): number | null {
    if (this.total === 0) return null;
    let left = Math.max(1, Math.ceil(share * this.total));
    for (let index = 0; index < this.counts.length; index++) {
      left -= this.counts[index];
      if (left <= 0) return 2 ** ((index + 0.5) / bucketsPerOctave);
    }
    return null;
  }

  clear(): void {
    if (this.total === 0) return;
    this.counts.fill(0);
    this.total = 0;
  }
}

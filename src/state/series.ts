import type { Sample } from './events.ts';

/** The figures of a sample that charts draw. */
export const seriesFields = [
  'callsPerSecond',
  'tokensPerSecond',
  'errorsPerSecond',
  'p50Ms',
  'p95Ms',
  'p99Ms',
  'firstTokenP50Ms',
  'inFlight',
  'queued',
  'concurrency',
] as const;

export type SeriesField = (typeof seriesFields)[number];

const recentCapacity = 900;
const wholeCapacity = 600;

/**
 * Samples as rings of numbers: the last 15 minutes second by second, and the whole run in at most
 * 600 points, whose spacing doubles each time they run out. NaN stands for no value.
 */
export class Series {
  /** Samples so far. */
  count = 0;
  /** Samples that one point of the whole run stands for. */
  stride = 1;
  private wholeCount = 0;
  private pending = 0;
  private readonly recent = columns(recentCapacity);
  private readonly whole = columns(wholeCapacity);

  add(sample: Sample, concurrency: number): void {
    const slot = this.count % recentCapacity;
    for (const field of seriesFields) {
      const value = field === 'concurrency' ? concurrency : sample[field];
      this.recent[field][slot] = value ?? Number.NaN;
    }
    this.count++;
    this.pending++;
    if (this.pending < this.stride) return;
    // Thinned, a point stands for twice as many: this sample is the first half of the next one.
    if (this.wholeCount === wholeCapacity) return this.thin();
    this.pending = 0;
    for (const field of seriesFields) this.whole[field][this.wholeCount] = this.recent[field][slot];
    this.wholeCount++;
  }

  /** The last `seconds` values of a field, oldest first; fewer where the run is younger. */
  last(field: SeriesField, seconds: number): Float32Array {
    const length = Math.min(seconds, this.count, recentCapacity);
    const out = new Float32Array(length);
    for (let i = 0; i < length; i++)
      out[i] = this.recent[field][(this.count - length + i) % recentCapacity];
    return out;
  }

  /** The whole run, oldest first, one point for every `stride` samples. */
  all(field: SeriesField): Float32Array {
    return this.whole[field].slice(0, this.wholeCount);
  }

  /** Every second point goes, and points come half as often from here on. */
  private thin(): void {
    for (const field of seriesFields) {
      const column = this.whole[field];
      for (let i = 0; i < wholeCapacity / 2; i++) column[i] = column[2 * i + 1];
    }
    this.wholeCount = wholeCapacity / 2;
    this.stride *= 2;
  }
}

function columns(capacity: number): Record<SeriesField, Float32Array> {
  return Object.fromEntries(
    seriesFields.map((field) => [field, new Float32Array(capacity)]),
  ) as Record<SeriesField, Float32Array>;
}

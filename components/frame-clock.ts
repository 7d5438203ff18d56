const kept = 64;

/** How long the last frames took and how many there were in the last second. */
export class FrameClock {
  private readonly times = new Float64Array(kept);
  private readonly moments = new Float64Array(kept);
  private frames = 0;

  record(startMs: number, endMs: number): void {
    this.times[this.frames % kept] = endMs - startMs;
    this.moments[this.frames % kept] = endMs;
    this.frames++;
  }

  get medianMs(): number {
    const known = this.times.slice(0, Math.min(this.frames, kept)).sort();
    return known.length === 0 ? 0 : known[known.length >> 1];
  }

  framesPerSecond(nowMs: number): number {
    let count = 0;
    for (let i = 0; i < Math.min(this.frames, kept); i++)
      if (nowMs - this.moments[i] <= 1_000) count++;
    return count;
  }
}

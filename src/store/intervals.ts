/** A set of time spans, any unit, that is asked how much of it lies within another span. */
export class Intervals {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  /** Total length of all spans before the one at the same index. */
  readonly #before: number[] = [];
  #total = 0;

  /** Spans may overlap and come in any order; overlaps count once. */
  constructor(spans: Iterable<readonly [start: number, end: number]>) {
    for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
      const last = this.#ends.length - 1;
      if (last >= 0 && start <= this.#ends[last]) {
        if (end <= this.#ends[last]) continue;
        this.#total += end - this.#ends[last];
        this.#ends[last] = end;
      } else if (end > start) {
        this.#before.push(this.#total);
        this.#starts.push(start);
        this.#ends.push(end);
        this.#total += end - start;
      }
    }
  }

  /** Length of all spans together. */
  get total(): number {
    return this.#total;
  }

  /** How much of `from` to `to` is covered. */
  overlap(from: number, to: number): number {
    return to <= from ? 0 : this.#until(to) - this.#until(from);
  }

  /** Covered length up to `time`. */
  #until(time: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle] < time) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return 0;
    const index = low - 1;
    return this.#before[index] + Math.min(time, this.#ends[index]) - this.#starts[index];
  }
}

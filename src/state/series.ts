import type { Sample } from './events.ts';

/** The figures of a sample that charts draw, and with them the seconds of run time it was taken at. */
export const seriesFields = [
  't',
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
  'adaptiveLimit',
] as const;

export type SeriesField = (typeof seriesFields)[number];

/** What stands beside a sample. */
export interface SampleMoment {
  /** Run time, ms. */
  readonly t: number;
  readonly concurrency: number;
  /** What the routes may have in flight by their adaptive limits; null where none adapts. */
  readonly adaptiveLimit: number | null;
}

/** Samples that are kept one by one. */
export const recentCapacity = 900;
const wholeCapacity = 600;

/**
 * Samples as rings of numbers: the last 15 minutes second by second, and the whole run in at most
 * 600 points, each the mean of a span of samples that doubles each time they run out. NaN stands for
 * no value.
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
  /** Of the point that is not whole yet, in the order of the fields. */
  private readonly sums = new Float64Array(seriesFields.length);
  private readonly known = new Uint32Array(seriesFields.length);

  add(sample: Sample, moment: SampleMoment): void {
    const slot = this.count % recentCapacity;
    for (const [index, field] of seriesFields.entries()) {
      const value = figureOf(field, sample, moment) ?? Number.NaN;
      this.recent[field][slot] = value;
      if (Number.isNaN(value)) continue;
      this.sums[index] += value;
      this.known[index]++;
    }
    this.count++;
    this.pending++;
    if (this.pending < this.stride) return;
    // Thinned, a point stands for twice as many: these samples are the first half of the next one.
    if (this.wholeCount === wholeCapacity) return this.thin();
    for (const [index, field] of seriesFields.entries())
      this.whole[field][this.wholeCount] = this.sums[index] / this.known[index];
    this.sums.fill(0);
    this.known.fill(0);
    this.pending = 0;
    this.wholeCount++;
  }

  /** The last `seconds` values of a field, oldest first; fewer where the run is younger. */
  last(field: SeriesField, seconds: number): Float32Array {
    const length = Math.min(seconds, this.count, recentCapacity);
    const column = this.recent[field];
    const start = (this.count - length) % recentCapacity;
    const out = new Float32Array(length);
    const upTo = Math.min(length, recentCapacity - start);
    out.set(column.subarray(start, start + upTo));
    out.set(column.subarray(0, length - upTo), upTo);
    return out;
  }

  /** The whole run, oldest first, one point for every `stride` samples. */
  all(field: SeriesField): Float32Array {
    return this.whole[field].slice(0, this.wholeCount);
  }

  /** Every two points become one, and points come half as often from here on. */
  private thin(): void {
    for (const field of seriesFields) {
      const column = this.whole[field];
      for (let i = 0; i < wholeCapacity / 2; i++)
        column[i] = meanOf(column[2 * i], column[2 * i + 1]);
    }
    this.wholeCount = wholeCapacity / 2;
    this.stride *= 2;
  }
}

function figureOf(field: SeriesField, sample: Sample, moment: SampleMoment): number | null {
  if (field === 't') return moment.t / 1000;
  if (field === 'concurrency' || field === 'adaptiveLimit') return moment[field];
  return sample[field];
}

function meanOf(a: number, b: number): number {
  if (Number.isNaN(a)) return b;
  return Number.isNaN(b) ? a : (a + b) / 2;
}

function columns(capacity: number): Record<SeriesField, Float32Array> {
  return Object.fromEntries(
    seriesFields.map((field) => [field, new Float32Array(capacity)]),
  ) as Record<SeriesField, Float32Array>;
}

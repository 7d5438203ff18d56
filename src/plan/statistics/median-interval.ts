import type { Interval } from './interval.ts';
import { halfBinomialTail } from './sign-test.ts';

/** The middle of the values, and where the median lies with at least 95 % confidence. */
export interface MedianEstimate {
  /** Null for no values. */
  readonly median: number | null;
  /** Null for fewer than six values, which cannot give that confidence. */
  readonly interval: Interval | null;
}

/**
 * The median with its interval from two of the sorted values: nothing is assumed of how they are
 * spread, and one wild value moves nothing. It fits the sign test: an interval of differences that
 * leaves out 0 goes with a p-value below 0.05.
 *
 * @param values in any order
 * @see G. J. Hahn and W. Q. Meeker, Statistical Intervals (1991), 5.2; Conover (1999), 3.2
 */
export function medianInterval(values: readonly number[]): MedianEstimate {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  if (n === 0) return { median: null, interval: null };
  const half = n >> 1;
  const median = n % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  const outside = valuesOutside(n);
  const interval: Interval | null =
    outside === 0 ? null : [sorted[outside - 1], sorted[n - outside]];
  return { median, interval };
}

/** The largest r for which the median lies between the r-th smallest and the r-th largest value with 95 %. */
function valuesOutside(n: number): number {
  // A fair coin: about n/2 less two standard deviations; found from there.
  let r = Math.max(0, Math.floor(n / 2 - Math.sqrt(n)) - 2);
  while (r < n / 2 && halfBinomialTail(r, n) <= 0.025) r++;
  return r;
}

import type { Series, SeriesField } from '../../src/state/series.ts';

/** The last part of a series, one number for each column of dots. */
export interface Timeline {
  /** Oldest first; empty places of a young run are at the end. */
  readonly values: Float32Array;
  /** What the whole width stands for, seconds. */
  readonly windowSeconds: number;
  readonly max: number;
}

const longestSeconds = 300;

/**
 * The mean of each span of samples, for a chart `dots` wide. A young run fills the chart from the
 * left; a longer one is shown at two, three and more samples a dot, up to five minutes, and then
 * moves to the left. Spans begin at fixed samples, so that what is drawn does not shimmer as it
 * moves.
 */
export function timeline(series: Series, field: SeriesField, dots: number): Timeline {
  if (dots <= 0) return { values: new Float32Array(0), windowSeconds: 0, max: 0 };
  const longestStride = Math.max(1, Math.ceil(longestSeconds / Math.max(1, dots)));
  const stride = Math.min(longestStride, Math.max(1, Math.ceil(series.count / dots)));
  const lastSpan = Math.ceil(series.count / stride);
  const firstSpan = Math.max(0, lastSpan - dots);
  const samples = series.last(field, series.count - firstSpan * stride);
  const missing = series.count - firstSpan * stride - samples.length;
  const values = new Float32Array(lastSpan - firstSpan);
  let max = 0;
  for (let span = 0; span < values.length; span++) {
    let sum = 0;
    let known = 0;
    for (let i = span * stride - missing; i < (span + 1) * stride - missing; i++) {
      if (i < 0 || i >= samples.length || Number.isNaN(samples[i])) continue;
      sum += samples[i];
      known++;
    }
    values[span] = known === 0 ? Number.NaN : sum / known;
    if (values[span] > max) max = values[span];
  }
  return { values, windowSeconds: dots * stride, max };
}

/** The next round number at or above a value: 1, 1.5, 2, 3, 4, 5, 6, 8 or 10 times a power of ten. */
export function niceCeiling(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  for (const step of [1, 1.5, 2, 3, 4, 5, 6, 8, 10])
    if (value <= step * power * 1.0001) return step * power;
  return 10 * power;
}

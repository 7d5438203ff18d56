import { recentCapacity, type Series, type SeriesField } from '../../src/state/series.ts';

/** How the samples of a run are laid over the dots of a chart. */
export interface TimeScale {
  /** Samples that a dot stands for; below 1 where a sample is wider than a dot. */
  readonly perDot: number;
  /** The dot at the left edge, counted from the first of the run. */
  readonly first: number;
  /** Dots that there are samples for. */
  readonly dots: number;
  /** Samples that these stand for: seconds of the run. */
  readonly seconds: number;
  /** Read from the points of the whole run, the samples being too old to be kept one by one. */
  readonly thinned: boolean;
}

/**
 * A young run fills a chart from the left, a sample a dot; an older one is shown at two, three and
 * more samples a dot until the window is reached, and moves to the left from then on. A dot begins
 * at a fixed sample, so that what is drawn does not shimmer as it moves.
 *
 * @param dots what fits beside each other
 * @param window seconds to be shown at most; infinite for the whole run
 */
export function timeScale(series: Series, dots: number, window: number): TimeScale {
  const thinned = window > recentCapacity && series.count > recentCapacity;
  const step = thinned ? series.stride : 1;
  // Samples that make no whole point yet are not shown.
  const count = series.count - (series.count % step);
  if (dots <= 0 || count === 0) return { perDot: 1, first: 0, dots: 0, seconds: 0, thinned };
  const perDot = Math.min(window / dots, step * Math.ceil(count / (dots * step)));
  const there = perDot >= 1 ? dotFrom(count - 1, perDot) + 1 : dotFrom(count, perDot);
  const first = Math.max(0, there - dots);
  const seconds = Math.min(count, Math.round(dots * perDot));
  return { perDot, first, dots: there - first, seconds, thinned };
}

/** The mean of a field over each dot, oldest first; NaN where nothing was measured. */
export function dotValues(series: Series, field: SeriesField, scale: TimeScale): Float32Array {
  const { perDot, first, dots, thinned } = scale;
  const step = thinned ? series.stride : 1;
  const points = thinned ? series.all(field) : series.last(field, recentCapacity);
  const offset = thinned ? 0 : series.count - points.length;
  const out = new Float32Array(dots);
  for (let dot = 0; dot < dots; dot++) {
    const from = pointFrom(first + dot, perDot / step) - offset;
    const to = Math.max(from + 1, pointFrom(first + dot + 1, perDot / step) - offset);
    out[dot] = mean(points, from, to);
  }
  return out;
}

/** The dot of the chart that a sample is in; beyond its edges where it is not shown. */
export function dotOf({ perDot, first }: TimeScale, sample: number): number {
  return dotFrom(sample, perDot) - first;
}

/** The oldest sample of a dot. */
export function sampleOf({ perDot, first }: TimeScale, dot: number): number {
  return pointFrom(first + dot, perDot);
}

/** The first dot that a sample is in. */
function dotFrom(sample: number, perDot: number): number {
  return perDot >= 1 ? Math.floor(sample / perDot + 1e-9) : Math.ceil(sample / perDot - 1e-9);
}

/** Above 1 a dot owns the points that begin in it; below, a point owns the dots that begin in it. */
function pointFrom(dot: number, perDot: number): number {
  return perDot >= 1 ? Math.ceil(dot * perDot - 1e-9) : Math.floor(dot * perDot + 1e-9);
}

function mean(points: Float32Array, from: number, to: number): number {
  let sum = 0;
  let known = 0;
  for (let i = Math.max(0, from); i < to && i < points.length; i++) {
    if (Number.isNaN(points[i])) continue;
    sum += points[i];
    known++;
  }
  return sum / known;
}

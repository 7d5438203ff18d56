import { wholeSeconds } from './format.ts';

/** The stretches of a run that charts can show, shortest first. */
export const chartWindows = [
  { words: '1 min', short: '1m', seconds: 60 },
  { words: '5 min', short: '5m', seconds: 300 },
  { words: '15 min', short: '15m', seconds: 900 },
  { words: 'all', short: 'all', seconds: Number.POSITIVE_INFINITY },
] as const;

/** How the charts are looked at. */
export interface ChartsView {
  /** Index of `chartWindows`. */
  readonly window: number;
  /** The sample whose values are shown, counted from the first of the run; null where none are. */
  readonly cursor: number | null;
}

export const newChartsView: ChartsView = { window: 1, cursor: null };

/** Without a cursor where no pane with charts has the focus: nothing could move it. */
export function chartsShown(charts: ChartsView, focus: string | null): ChartsView {
  const canMove = focus === 'throughput' || focus === 'limits';
  return canMove || charts.cursor === null ? charts : { ...charts, cursor: null };
}

/** `5 min`; `40s/5m` while the run is younger; `all 1h02m`. @param shown seconds that a chart shows */
export function windowWords(window: number, shown: number): string {
  const { words, short, seconds } = chartWindows[window];
  const long = wholeSeconds(shown * 1_000);
  if (!Number.isFinite(seconds)) return `${words} ${long}`;
  return shown >= seconds - 1 ? words : `${long}/${short}`;
}

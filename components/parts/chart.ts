import type { Series, SeriesField } from '../../src/state/series.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Tone } from '../painter/style.ts';
import type { Scene } from '../scene.ts';
import { drawArea } from './braille.ts';
import { count, short } from './format.ts';
import { niceCeiling, timeline } from './timeline.ts';

const axis = '│'.charCodeAt(0);
const labelWidth = 6;

interface ChartOptions {
  readonly field: SeriesField;
  readonly style: number;
  /** Value that fills the height at least: the concurrency for what runs under it. */
  readonly atLeast?: number;
}

/** A chart with its scale at the left, top and middle labelled. Returns the seconds it spans. */
export function drawChart(view: CellView, scene: Scene, options: ChartOptions): number {
  const { columns, rows } = view;
  const plot = view.inner(labelWidth + 1, 0, columns - labelWidth - 1, rows);
  const { series } = scene.snapshot;
  const { values, windowSeconds, max } = timeline(series, options.field, plot.columns * 2);
  const top = niceCeiling(Math.max(max, options.atLeast ?? 0));
  for (let y = 0; y < rows; y++) view.put(labelWidth, y, axis, Tone.dim);
  view.textRight(labelWidth, 0, scaleLabel(top), Tone.dim);
  if (rows >= 6) view.textRight(labelWidth, Math.floor(rows / 2), scaleLabel(top / 2), Tone.dim);
  if (rows >= 3) view.textRight(labelWidth, rows - 1, '0', Tone.dim);
  drawArea(plot, values, top, options.style, scene.glyphs.unicode);
  return windowSeconds;
}

/** A chart without a scale, one or a few rows high. */
export function drawSparkline(
  view: CellView,
  series: Series,
  field: SeriesField,
  style: number,
  unicode: boolean,
): void {
  const { values, max } = timeline(series, field, view.columns * 2);
  drawArea(view, values, niceCeiling(max), style, unicode);
}

function scaleLabel(value: number): string {
  return value < 10 || value >= 10_000 ? short(value) : count(value);
}

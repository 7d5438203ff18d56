import type { SeriesField } from '../../src/state/series.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Tone } from '../painter/style.ts';
import type { Scene } from '../scene.ts';
import { cursorStyle, drawArea } from './braille.ts';
import { axisMarks } from './change-marks.ts';
import { drawAxis } from './chart-axis.ts';
import { type ChartsView, chartWindows } from './charts-view.ts';
import { count, short } from './format.ts';
import { drawLines } from './lines.ts';
import { niceCeiling } from './nice-ceiling.ts';
import { dotOf, dotValues, type TimeScale, timeScale } from './timeline.ts';

const upright = '│'.charCodeAt(0);
const labelWidth = 6;
/** Columns of a chart that its scale takes. */
export const scaleWidth = labelWidth + 1;
/** Rows from which on a chart has an axis of its own. */
const leastForAxis = 4;

/** What a chart draws: one field as an area, or several as lines. */
export interface ChartOptions {
  readonly area?: { readonly field: SeriesField; readonly style: number };
  readonly lines?: readonly {
    readonly field: SeriesField;
    readonly style: number;
    /** What it is drawn with where the terminal knows ASCII alone. */
    readonly ascii: string;
  }[];
  /** Value that fills the height at least: the concurrency for what runs under it. */
  readonly atLeast?: number;
  /** How a value of its scale is written; as a number when left out. */
  readonly label?: (value: number) => string;
  /** Another chart stands below it, with the axis of both. */
  readonly bare?: boolean;
}

/** How a chart of so many columns lays out the time that is looked at. */
export function chartScale({ snapshot, charts }: Scene, columns: number): TimeScale {
  const { seconds } = chartWindows[charts.window];
  return timeScale(snapshot.series, 2 * Math.max(0, columns - scaleWidth), seconds);
}

/** The column of the plot whose values are shown; -1 where none are, or it is not in sight. */
export function cursorColumn(scale: TimeScale, { cursor }: ChartsView): number {
  if (cursor === null) return -1;
  const dot = dotOf(scale, cursor);
  return dot < 0 || dot >= scale.dots ? -1 : dot >> 1;
}

/**
 * A chart with its scale at the left and, where there is room, the axis below it with what was
 * changed when.
 */
export function drawChart(view: CellView, scene: Scene, options: ChartOptions): void {
  const { columns, rows } = view;
  const axis = rows >= leastForAxis && options.bare !== true;
  const height = rows - (axis ? 1 : 0);
  const plot = view.inner(scaleWidth, 0, columns - scaleWidth, height);
  const { series } = scene.snapshot;
  const scale = chartScale(scene, columns);
  const area = options.area && {
    ...options.area,
    values: dotValues(series, options.area.field, scale),
  };
  const lines = (options.lines ?? []).map((line) => ({
    ...line,
    values: dotValues(series, line.field, scale),
  }));
  const most = Math.max(...[area, ...lines].map((part) => largest(part?.values)));
  const top = niceCeiling(Math.max(most, options.atLeast ?? 0));
  drawScale(view, height, top, options.label ?? numberLabel, axis ? rows - 1 : height - 1);
  const column = cursorColumn(scale, scene.charts);
  if (column >= 0) for (let y = 0; y < height; y++) plot.put(column, y, upright, cursorStyle);
  const { unicode } = scene.glyphs;
  if (area) drawArea(plot, area.values, top, area.style, unicode, column);
  drawLines(plot, lines, top, unicode, column);
  if (axis) drawAxis(view, rows - 1, labelWidth, axisMarks(scene, scale));
}

/** A chart without a scale, one or a few rows high. */
export function drawSparkline(
  view: CellView,
  scene: Scene,
  {
    field,
    style,
    atLeast = 0,
  }: {
    readonly field: SeriesField;
    readonly style: number;
    readonly atLeast?: number;
  },
): void {
  const { series } = scene.snapshot;
  const scale = timeScale(series, 2 * view.columns, chartWindows[scene.charts.window].seconds);
  const values = dotValues(series, field, scale);
  const column = cursorColumn(scale, scene.charts);
  const top = niceCeiling(Math.max(largest(values), atLeast));
  drawArea(view, values, top, style, scene.glyphs.unicode, column);
}

/** @param zeroAt the row of the nought */
function drawScale(
  view: CellView,
  height: number,
  top: number,
  label: (value: number) => string,
  zeroAt: number,
): void {
  for (let y = 0; y < height; y++) view.put(labelWidth, y, upright, Tone.dim);
  view.textRight(labelWidth, 0, label(top), Tone.dim);
  if (height >= 4) view.textRight(labelWidth, height >> 1, label(top / 2), Tone.dim);
  if (zeroAt >= 2) view.textRight(labelWidth, zeroAt, '0', Tone.dim);
}

function largest(values: Float32Array | undefined): number {
  let most = 0;
  for (const value of values ?? []) if (value > most) most = value;
  return most;
}

function numberLabel(value: number): string {
  return value < 10 || value >= 10_000 ? short(value) : count(value);
}

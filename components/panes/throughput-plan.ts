import { scaleWidth } from '../parts/chart.ts';

/** The charts there are, the most important first. */
export const chartNames = ['calls', 'latency', 'tokens', 'errors', 'first', 'queue'] as const;
export type ChartName = (typeof chartNames)[number];

/** A chart in its place, its caption included. */
export interface PlacedChart {
  readonly name: ChartName;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Another one stands below it. */
  readonly bare: boolean;
}

export interface ThroughputPlan {
  /** Too low for a chart with a scale: one without, or none at all. */
  readonly sparkline: boolean;
  readonly charts: readonly PlacedChart[];
  /** Rows below them, for figures or for the values under the cursor. */
  readonly below: number;
}

/** Rows below the title from which on a chart has its scale. */
const leastForScale = 6;
/** Rows that each of several charts takes at least, its caption and a row of air included. */
const leastEach = 6;
/** Columns from which on charts stand side by side, and the gap between them. */
const leastForTwo = 110;
const gap = 2;
const figureRows = 2;

/**
 * Which charts a pane of a size shows, and where.
 *
 * @param rows of the pane, its title included
 * @param values rows that the values under the cursor take; 0 while none are shown
 */
export function planThroughput(columns: number, rows: number, values: number): ThroughputPlan {
  const body = rows - 1;
  if (body < leastForScale) {
    const below = Math.max(0, Math.min(values, body - 1));
    return { sparkline: true, charts: [], below };
  }
  const side = columns >= leastForTwo && body >= 2 * leastEach ? 2 : 1;
  const perColumn = Math.max(1, Math.min(chartNames.length / side, Math.floor(body / leastEach)));
  const shown = chartNames.slice(0, perColumn * side);
  const all = shown.length === chartNames.length;
  const below = Math.min(
    body - 3,
    values > 0 ? values : all ? 0 : shown.length > 1 ? 1 : figureRows,
  );
  return { sparkline: false, charts: placed(shown, columns, body - below, side), below };
}

/** How wide the charts of a pane of this size are, without their scale. */
export function plotColumns(columns: number, rows: number): number {
  const { charts, sparkline } = planThroughput(columns, rows, 0);
  return sparkline ? columns - 2 : charts[0].width - scaleWidth;
}

/** Side by side they go on from the left to the right, and then to the next row. */
function placed(
  names: readonly ChartName[],
  columns: number,
  body: number,
  side: number,
): PlacedChart[] {
  const width = Math.floor((columns - gap * (side - 1)) / side);
  const rowsOf = names.length / side;
  const out: PlacedChart[] = [];
  let y = 1;
  for (let row = 0; row < rowsOf; row++) {
    const height = Math.floor((body - y + 1) / (rowsOf - row));
    const bare = row < rowsOf - 1;
    for (let column = 0; column < side; column++) {
      const name = names[row * side + column];
      out.push({ name, x: column * (width + gap), y, width, height, bare });
    }
    y += height;
  }
  return out;
}

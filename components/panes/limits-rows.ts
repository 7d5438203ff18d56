import { adaptiveLimitOf } from '../../src/state/route-state.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { CellView } from '../painter/cell-view.ts';
import { segmentsWidth } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { type ChartOptions, chartScale, drawChart, drawSparkline } from '../parts/chart.ts';
import { windowWords } from '../parts/charts-view.ts';
import { count } from '../parts/format.ts';
import { fitting, type Item, joined } from '../parts/items.ts';
import { drawRule } from '../parts/rule.ts';
import type { Scene } from '../scene.ts';
import { boundRows, drawBounds, limitingLines } from './bound-rows.ts';
import { drawItems, rowsOfItems, valueItems } from './chart-values.ts';
import { drawProcess, processRows } from './process-rows.ts';
import { limitsSegments } from './queue-rows.ts';

/** Rows below the title from which on each part has its place. */
const leastForScale = 4;
const leastForLegend = 6;
const leastForWords = 10;
/** Rows of the chart that the list of all limits leaves it. */
const leastChart = 8;
const mostBounds = 8;

/**
 * Pane 6: what may run at once against what does, over time; and where there is room what holds the
 * run back now and has over all of it, and what this process takes.
 */
export function drawLimits(view: CellView, scene: Scene): void {
  const { snapshot } = scene;
  const { columns } = view;
  const body = view.rows - 1;
  const scale = chartScale(scene, columns);
  const items = scene.focus === 'limits' ? valueItems(scene, scale) : [];
  const window: Item = [[windowWords(scene.charts.window, scale.seconds), Tone.dim]];
  const small = body < leastForScale;
  const title = [headline(snapshot), ...(small ? [] : [window]), peak(snapshot)];
  // Where the values find no place below they stand on the rule.
  drawRule(view, scene, 'limits', small && items.length > 0 ? items : title);
  if (body <= 0) return;
  if (small) return drawSmall(view.inner(0, 1, columns, body), scene);
  const words = body < leastForWords ? [] : limitingLines(snapshot, columns - 2, 3);
  const legend = items.length > 0 ? rowsOfItems(items, columns) : body < leastForLegend ? 0 : 1;
  const below = processRows(body);
  const room = body - words.length - legend - below - leastChart;
  const bounds = room < 3 ? 0 : Math.min(boundRows(snapshot), mostBounds, room);
  let y = 1;
  for (const line of words) view.segments(1, y++, line, columns - 2);
  const height = Math.max(1, body - words.length - legend - bounds - below);
  drawChart(view.inner(0, y, columns, height), scene, chartOf(snapshot));
  y += height;
  const figures = view.inner(0, y, columns, Math.min(legend, view.rows - y));
  if (items.length > 0) drawItems(figures, items);
  else figures.segments(1, 0, joined(fitting(legendItems(scene), columns - 2)));
  y += legend;
  drawBounds(view.inner(0, y, columns, bounds), snapshot);
  drawProcess(view.inner(0, view.rows - below, columns, below), scene);
}

/** A line of what runs, and where it ends at the latest. */
function drawSmall(view: CellView, scene: Scene): void {
  const { concurrency } = scene.snapshot;
  const right: Segment[] = [
    ['ceiling ', Tone.dim],
    [count(concurrency), Tone.fg],
  ];
  const start = view.columns - segmentsWidth(right);
  view.segments(start, 0, right);
  const atLeast = concurrency;
  const plot = view.inner(1, 0, start - 2, view.rows);
  drawSparkline(plot, scene, { field: 'inFlight', style: Tone.chart1, atLeast });
}

/** What runs under what may run: the adaptive limit where there is one, and the concurrency. */
function chartOf({ concurrency, routes }: RunSnapshot): ChartOptions {
  const adapts = adaptiveLimitOf(routes) !== null;
  return {
    area: { field: 'inFlight', style: Tone.chart1 },
    lines: [
      { field: 'concurrency', style: Tone.chart3, ascii: '=' },
      ...(adapts ? ([{ field: 'adaptiveLimit', style: Tone.chart2, ascii: 'o' }] as const) : []),
    ],
    atLeast: concurrency,
  };
}

function headline(snapshot: RunSnapshot): Segment[] {
  const out = limitsSegments(snapshot);
  const [first] = out;
  // A fixed one is told as what is used of it.
  return first[0] === 'in flight ' ? [...out.slice(1), [' in flight', Tone.dim]] : out;
}

function peak({ totals }: RunSnapshot): Segment[] {
  return [
    ['peak ', Tone.dim],
    [count(totals.peakInFlight), Tone.fg],
  ];
}

/** What each line of the chart is, in its colour. */
function legendItems({ snapshot, glyphs }: Scene): Item[] {
  const { inFlight, concurrency, routes } = snapshot;
  const limit = adaptiveLimitOf(routes);
  const ascii = (mark: string) => (glyphs.unicode ? '' : `${mark} `);
  const out: Item[] = [
    [
      ['in flight ', Tone.chart1],
      [count(inFlight), Tone.fg],
    ],
    [
      [`${ascii('=')}ceiling `, Tone.chart3],
      [count(concurrency), Tone.fg],
    ],
  ];
  if (limit !== null)
    out.splice(1, 0, [
      [`${ascii('o')}auto `, Tone.chart2],
      [count(limit), Tone.fg],
    ]);
  const refused = routes.reduce((sum, { adaptiveCeiling }) => sum + (adaptiveCeiling ?? 0), 0);
  if (refused > 0)
    out.push([
      ['refused above ', Tone.dim],
      [`~${count(refused)}`, Tone.fg],
    ]);
  return out;
}

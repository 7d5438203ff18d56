import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { drawChart, drawSparkline } from '../parts/chart.ts';
import { chartWindows, windowWords } from '../parts/charts-view.ts';
import { duration, short } from '../parts/format.ts';
import { drawRule, type HeadlineItem } from '../parts/rule.ts';
import { type TimeScale, timeScale } from '../parts/timeline.ts';
import type { Scene } from '../scene.ts';
import { drawItems, rowsOfItems, valueItems } from './chart-values.ts';
import { drawNamedChart, drawUncharted, errorSegments } from './throughput-charts.ts';
import { planThroughput, plotColumns } from './throughput-plan.ts';

const gap: Segment = ['  ', Tone.dim];

/**
 * Pane 2: calls a second as a chart, and below it tokens, percentiles and first token in numbers, or
 * as charts of their own where there is room. In a row or two it is a sparkline whose numbers stand
 * on the rule. With a cursor the values of a moment take the place of the present ones.
 */
export function drawThroughput(view: CellView, scene: Scene): void {
  const { columns, rows } = view;
  const scale = timeScale(
    scene.snapshot.series,
    2 * plotColumns(columns, rows),
    chartWindows[scene.charts.window].seconds,
  );
  const items = scene.focus === 'throughput' ? valueItems(scene, scale) : [];
  const plan = planThroughput(columns, rows, rowsOfItems(items, columns));
  const { charts, below, sparkline } = plan;
  const valuesOnRule = items.length > 0 && below === 0;
  drawRule(view, scene, 'throughput', valuesOnRule ? items : headline(scene, scale, sparkline));
  if (sparkline) {
    const plot = view.inner(1, 1, columns - 2, rows - 1 - below);
    drawSparkline(plot, scene, { field: 'callsPerSecond', style: Tone.chart1 });
  } else if (charts.length === 1) {
    const [{ width, height }] = charts;
    const area = { field: 'callsPerSecond', style: Tone.chart1 } as const;
    drawChart(view.inner(0, 1, width, height), scene, { area });
  } else for (const chart of charts) drawNamedChart(view, scene, chart);
  const bottom = view.inner(0, rows - below, columns, below);
  if (items.length > 0) drawItems(bottom, items);
  else if (charts.length > 1)
    drawUncharted(
      bottom,
      scene,
      charts.map(({ name }) => name),
    );
  else if (!sparkline) drawFigures(bottom, scene);
}

/** @param figures those that the pane itself does not tell */
function headline(scene: Scene, scale: TimeScale, figures: boolean): HeadlineItem[] {
  const { sample } = scene.snapshot;
  const calls: HeadlineItem = [
    [short(sample?.callsPerSecond ?? null), Tone.fg],
    [figures ? ' calls/s' : '/s', Tone.dim],
  ];
  const errors = (sample?.errorsPerSecond ?? 0) > 0 ? [errorSegments(scene)] : [];
  const window: HeadlineItem = [[windowWords(scene.charts.window, scale.seconds), Tone.dim]];
  const rest = figures ? [tokensItem(scene), latencyItem(scene)] : [];
  // A chart without a scale is read by its figures, one with a scale by its time too.
  return figures ? [calls, ...rest, ...errors, window] : [calls, window, ...errors];
}

function drawFigures(view: CellView, scene: Scene): void {
  const { latency, firstTokenP50 } = scene.snapshot;
  const half = Math.floor(view.columns / 2);
  view.segments(1, 0, tokensItem(scene), half - 1);
  view.segments(
    1,
    1,
    [
      ['first token ', Tone.dim],
      [duration(firstTokenP50), Tone.fg],
    ],
    half - 1,
  );
  view.segmentsRight(view.columns, 0, [
    ['p50 ', Tone.dim],
    [duration(latency.p50).padStart(5), Tone.fg],
    gap,
    ['p95 ', Tone.dim],
    [duration(latency.p95).padStart(5), Tone.fg],
  ]);
  view.segmentsRight(view.columns, 1, [
    ['p99 ', Tone.dim],
    [duration(latency.p99).padStart(5), Tone.fg],
  ]);
}

function tokensItem({ snapshot: { sample } }: Scene): HeadlineItem {
  return [
    [short(sample?.tokensPerSecond ?? null), Tone.fg],
    [' tok/s', Tone.dim],
  ];
}

function latencyItem({ snapshot: { latency } }: Scene): HeadlineItem {
  return [
    ['p95 ', Tone.dim],
    [duration(latency.p95), Tone.fg],
  ];
}

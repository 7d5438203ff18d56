import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { drawChart, drawSparkline } from '../parts/chart.ts';
import { duration, short, wholeSeconds } from '../parts/format.ts';
import { drawRule } from '../parts/rule.ts';
import type { Scene } from '../scene.ts';

const gap: Segment = ['  ', Tone.dim];
/** Rows from which a second chart, of tokens, stands below the first. */
const twoCharts = 17;

/**
 * Pane 2: calls a second as a chart, and below it tokens, percentiles and first token in numbers.
 * In a row or two of its own it is a sparkline whose numbers stand on the rule.
 */
export function drawThroughput(view: CellView, scene: Scene): void {
  const { snapshot } = scene;
  const { sample } = snapshot;
  const calls: Segment[] = [
    [short(sample?.callsPerSecond ?? null), Tone.fg],
    [' calls/s', Tone.dim],
  ];
  const body = view.rows - 1;
  if (body < 6) {
    drawRule(view, scene, 'throughput', [calls, tokensItem(scene), latencyItem(scene)]);
    if (body > 0)
      drawSparkline(
        view.inner(1, 1, view.columns - 2, body),
        snapshot.series,
        'callsPerSecond',
        Tone.chart1,
        scene.glyphs.unicode,
      );
    return;
  }
  const chartRows = body >= twoCharts ? Math.floor((body - 4) / 2) : body - 2;
  const chart = view.inner(0, 1, view.columns, chartRows);
  const seconds = drawChart(chart, scene, { field: 'callsPerSecond', style: Tone.chart1 });
  drawRule(view, scene, 'throughput', [
    calls,
    [[`last ${wholeSeconds(seconds * 1_000)}`, Tone.dim]],
  ]);
  let y = 1 + chartRows;
  if (body >= twoCharts) {
    view.text(7, y, 'tokens/s', Tone.dim);
    y += 1;
    const rows = body - chartRows - 4;
    const second = view.inner(0, y, view.columns, rows);
    drawChart(second, scene, { field: 'tokensPerSecond', style: Tone.chart2 });
    y += rows + 1;
  }
  drawFigures(view, y, scene);
}

function drawFigures(view: CellView, y: number, scene: Scene): void {
  const { snapshot } = scene;
  const { latency } = snapshot;
  const half = Math.floor(view.columns / 2);
  view.segments(1, y, tokensItem(scene), half - 1);
  view.segments(
    1,
    y + 1,
    [
      ['first token ', Tone.dim],
      [duration(snapshot.firstTokenP50), Tone.fg],
    ],
    half - 1,
  );
  view.segmentsRight(view.columns, y, [
    ['p50 ', Tone.dim],
    [duration(latency.p50).padStart(5), Tone.fg],
    gap,
    ['p95 ', Tone.dim],
    [duration(latency.p95).padStart(5), Tone.fg],
  ]);
  view.segmentsRight(view.columns, y + 1, [
    ['p99 ', Tone.dim],
    [duration(latency.p99).padStart(5), Tone.fg],
  ]);
}

function tokensItem({ snapshot }: Scene): Segment[] {
  return [
    [short(snapshot.sample?.tokensPerSecond ?? null), Tone.fg],
    [' tok/s', Tone.dim],
  ];
}

function latencyItem({ snapshot }: Scene): Segment[] {
  return [
    ['p95 ', Tone.dim],
    [duration(snapshot.latency.p95), Tone.fg],
  ];
}

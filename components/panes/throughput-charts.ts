import { type CellView, segmentsWidth } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { type ChartOptions, drawChart } from '../parts/chart.ts';
import { count, duration, short } from '../parts/format.ts';
import type { Scene } from '../scene.ts';
import type { ChartName, PlacedChart } from './throughput-plan.ts';

interface NamedChart extends ChartOptions {
  /** What stands above it. */
  readonly caption: (scene: Scene) => Segment[];
}

const gap: Segment = ['  ', Tone.dim];
const percentiles = [
  { word: 'p50', field: 'p50Ms', of: 'p50', style: Tone.chart1, ascii: '.' },
  { word: 'p95', field: 'p95Ms', of: 'p95', style: Tone.chart2, ascii: 'o' },
  { word: 'p99', field: 'p99Ms', of: 'p99', style: Tone.chart3, ascii: '*' },
] as const;

const charts: Readonly<Record<ChartName, NamedChart>> = {
  calls: {
    area: { field: 'callsPerSecond', style: Tone.chart1 },
    caption: ({ snapshot: { sample } }) => [
      [short(sample?.callsPerSecond ?? null), Tone.fg],
      [' calls/s', Tone.dim],
    ],
  },
  tokens: {
    area: { field: 'tokensPerSecond', style: Tone.chart2 },
    caption: ({ snapshot: { sample } }) => [
      [short(sample?.tokensPerSecond ?? null), Tone.fg],
      [' tok/s', Tone.dim],
    ],
  },
  latency: {
    // The highest first: where lines meet, the middle of the calls is seen.
    lines: [...percentiles].reverse(),
    label: duration,
    caption: (scene) => latencySegments(scene),
  },
  errors: {
    area: { field: 'errorsPerSecond', style: Tone.warn },
    caption: (scene) => errorSegments(scene),
  },
  first: {
    area: { field: 'firstTokenP50Ms', style: Tone.chart3 },
    label: duration,
    caption: ({ snapshot }) => [
      ['first token ', Tone.dim],
      [duration(snapshot.firstTokenP50), Tone.fg],
    ],
  },
  queue: {
    area: { field: 'queued', style: Tone.chart2 },
    caption: ({ snapshot: { tasks } }) => [
      [count(tasks.queued), Tone.fg],
      [' wait', Tone.dim],
    ],
  },
};

/** One of several charts: its figures in a line, and below them how they came about. */
export function drawNamedChart(view: CellView, scene: Scene, { name, ...at }: PlacedChart): void {
  const chart = charts[name];
  const place = view.inner(at.x, at.y, at.width, at.height);
  place.segments(1, 0, chart.caption(scene));
  drawChart(place.inner(0, 1, at.width, at.height - 1), scene, { ...chart, bare: at.bare });
}

/** The percentiles of the run so far, in the colours of their lines. */
function latencySegments({ snapshot: { latency }, glyphs }: Scene): Segment[] {
  const out: Segment[] = [];
  for (const { word, of, style, ascii } of percentiles) {
    if (out.length > 0) out.push(gap);
    out.push([`${glyphs.unicode ? '' : ascii}${word} `, style], [duration(latency[of]), Tone.fg]);
  }
  return out;
}

export function errorSegments({ snapshot: { sample } }: Scene): Segment[] {
  const errors = sample?.errorsPerSecond ?? null;
  return [
    ['errors ', Tone.dim],
    [short(errors), (errors ?? 0) > 0 ? Tone.warn : Tone.fg],
    ['/s', Tone.dim],
  ];
}

/** What is said of the figures that have no chart of their own. */
export function drawUncharted(view: CellView, scene: Scene, names: readonly ChartName[]): void {
  const out: Segment[] = [];
  for (const name of ['tokens', 'errors', 'first'] as const) {
    if (names.includes(name)) continue;
    const segments = charts[name].caption(scene);
    if (segmentsWidth([...out, gap, ...segments]) > view.columns - 1) break;
    if (out.length > 0) out.push(gap);
    out.push(...segments);
  }
  view.segments(1, 0, out);
}

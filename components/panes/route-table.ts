import type { RouteState } from '../../src/state/route-state.ts';
import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { count, percent } from '../parts/format.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { healthSegments } from './health-words.ts';
import { gaugeLine } from './limit-gauges.ts';
import { preparingSegments } from './model-preparing.ts';
import { poolSegments, shortState, successShare } from './route-lines.ts';

interface Column {
  readonly title: string;
  readonly width: number;
  readonly cell: (route: RouteState, t: number) => readonly Segment[];
}

const figure = (text: string): Segment[] => [[text, Tone.fg]];

/** Figures, right-aligned; the name stands before them, when it was well and its limits behind. */
const columns: readonly Column[] = [
  { title: 'breaker', width: 13, cell: shortState },
  { title: 'trips', width: 7, cell: ({ trips }) => figure(count(trips)) },
  { title: 'in flight', width: 13, cell: (route) => poolSegments(route) },
  { title: 'calls', width: 9, cell: ({ calls }) => figure(count(calls)) },
  { title: 'ok %', width: 7, cell: (route) => figure(percent(successShare(route), 1)) },
  {
    title: 'warm %',
    width: 8,
    cell: ({ warm, sent }) => figure(percent(sent === 0 ? null : warm / sent)),
  },
  { title: 'auto', width: 7, cell: ({ adaptiveLimit }) => figure(count(adaptiveLimit)) },
];
const figuresWidth = columns.reduce((sum, { width }) => sum + width, 0);
const leastName = 16;
const healthWidth = 14;

/** Columns from which on routes can be a table. */
export const leastTable = 1 + leastName + figuresWidth + 2 + healthWidth;

/** Limits are kept to by calls, and none is made before the model is ready. */
function lastCell(route: RouteState, columns: number): Segment[] {
  if (route.preparing === null) return gaugeLine(route, columns);
  return preparingSegments(route, route.preparing, columns);
}

/** The routes below each other, a line each, and how many have none. */
export function drawRouteTable(view: CellView, { snapshot: { routes, t } }: Scene): void {
  const room = view.columns - leastTable;
  const nameWidth = leastName + Math.min(16, Math.max(0, Math.floor(room / 3)));
  const figuresEnd = 1 + nameWidth + figuresWidth;
  const health = figuresEnd + 2;
  const gauges = health + healthWidth + 2;
  const body = view.rows - 1;
  const shown = routes.length < body ? routes.length : body - 2;
  if (body > 1) {
    let end = 1 + nameWidth;
    view.text(1, 1, 'route', Tone.dim);
    for (const { title, width } of columns) {
      end += width;
      view.textRight(end, 1, title, Tone.dim);
    }
    view.text(health, 1, 'seen', Tone.dim);
    view.text(gauges, 1, 'limits', Tone.dim);
  }
  for (const [index, route] of routes.slice(0, Math.max(0, shown)).entries()) {
    const y = 2 + index;
    let end = 1 + nameWidth;
    view.text(1, y, oneLine(route.info.name), Tone.fg, nameWidth - 1);
    for (const { width, cell } of columns) {
      end += width;
      view.segmentsRight(end, y, cell(route, t));
    }
    view.segments(health, y, healthSegments(route, t, healthWidth), healthWidth);
    view.segments(gauges, y, lastCell(route, view.columns - gauges));
  }
  const hidden = routes.length - Math.max(0, shown);
  if (hidden > 0 && body > 0) view.text(1, body, `${hidden} more`, Tone.dim);
}

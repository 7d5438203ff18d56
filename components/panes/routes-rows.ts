import type { RouteState } from '../../src/state/route-state.ts';
import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { count } from '../parts/format.ts';
import { fitting, joined } from '../parts/items.ts';
import { drawRule, type HeadlineItem } from '../parts/rule.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { routeLine, routeLines, shortState, type TwoEnds } from './route-lines.ts';
import { drawRouteTable, leastTable } from './route-table.ts';

/** What belongs together is not torn apart by a wide pane. */
const widest = 84;

/**
 * Pane 3: each route with its breaker and its connections in a line, and as far as there is room its
 * limits as gauges, its calls, when it was last well, and its adaptive limit. Many routes on a wide
 * pane are a table.
 */
export function drawRoutes(view: CellView, scene: Scene): void {
  const { routes, t, concurrency } = scene.snapshot;
  drawRule(view, scene, 'routes', headline(routes));
  const body = view.rows - 1;
  const columns = Math.min(view.columns, widest);
  const context = { t, concurrency, columns };
  const [roomy, close] = [true, false].map((each) =>
    routes.map((route) => routeLines(route, context, each)),
  );
  const lines = rowsOf(roomy) <= body ? roomy : close;
  const wanted = rowsOf(lines);
  if (wanted > body && view.columns >= leastTable) return drawRouteTable(view, scene);
  const cards = view.inner(0, 0, columns, view.rows);
  const shares = shareOut(routes, lines, body);
  const air = body >= wanted + routes.length - 1 ? 1 : 0;
  let y = 1;
  for (const [index, rows] of shares.entries()) {
    const shown = rows === 1 ? [routeLine(routes[index], context)] : lines[index].slice(0, rows);
    for (const [at, line] of shown.entries()) drawLine(cards, y++, line, at === 0 ? 1 : 2);
    y += air;
  }
  const hidden = routes.length - shares.length;
  if (hidden > 0 && body > 0) view.text(1, body, `${hidden} more`, Tone.dim);
}

function rowsOf(lines: readonly (readonly TwoEnds[])[]): number {
  return lines.reduce((sum, { length }) => sum + length, 0);
}

function drawLine(view: CellView, y: number, { left, right }: TwoEnds, x: number): void {
  const start = view.segmentsRight(view.columns, y, right);
  const room = (right.length > 0 ? start - 2 : view.columns) - x;
  // The first of them is cut before it is left out.
  const items = left.slice(0, Math.max(1, fitting(left, room).length));
  view.segments(x, y, joined(items), Math.max(0, room));
}

/**
 * How many of its lines each route that is shown may have: the first to all, then by their calls.
 * Where not all are shown the last row says how many are not.
 */
function shareOut(
  routes: readonly RouteState[],
  lines: readonly (readonly TwoEnds[])[],
  body: number,
): number[] {
  if (body <= 0) return [];
  if (routes.length > body) return Array<number>(body - 1).fill(1);
  const shares = routes.map(() => 1);
  let left = body - routes.length;
  const busiest = shares
    .map((_, index) => index)
    .sort((a, b) => routes[b].calls - routes[a].calls || a - b);
  for (let line = 1; left > 0 && lines.some(({ length }) => length > line); line++)
    for (const index of busiest) {
      if (left === 0 || lines[index].length <= line) continue;
      shares[index]++;
      left--;
    }
  return shares;
}

function headline(routes: readonly RouteState[]): HeadlineItem[] {
  const open = routes.filter((route) => route.breaker !== 'closed').length;
  if (open > 0) return [[[`${open} of ${routes.length} not closed`, Tone.warn]]];
  if (routes.length === 1) return [[['closed', Tone.dim]]];
  return [[[`all ${count(routes.length)} closed`, Tone.dim]]];
}

/** All routes in one line: `ollama/llama3.2 open 12s · azure/gpt-5-mini rate 23s · openai/gpt-5 closed`. */
export function drawRoutesLine(view: CellView, { snapshot }: Scene): void {
  const out: Segment[] = [['routes ', Tone.dim]];
  // What is not closed comes first: it is what the line is read for.
  const routes = [...snapshot.routes].sort((a, b) => rank(a) - rank(b));
  routes.forEach((route, index) => {
    if (index > 0) out.push([' · ', Tone.dim]);
    out.push([`${oneLine(route.info.name)} `, Tone.fg], ...shortState(route, snapshot.t));
  });
  view.segments(1, 0, out, view.columns - 1);
}

function rank({ breaker, heldBy, preparing }: RouteState): number {
  if (breaker !== 'closed') return breaker === 'open' ? 0 : 1;
  return heldBy === null && preparing === null ? 3 : 2;
}

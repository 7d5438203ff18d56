import type { LimitLevel } from '../../src/state/events.ts';
import type { RouteState } from '../../src/state/route-state.ts';
import { segmentsWidth } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { count, short } from '../parts/format.ts';
import { gaugeSegments } from '../parts/gauge.ts';
import { fitting, joined } from '../parts/items.ts';

const units = { requests: 'req', tokens: 'tok' } as const;
const barWidth = 8;
const wideBarWidth = 24;
/** From this share on a limit is close. */
const close = 0.95;

/**
 * The limits of a route in a line of so many columns, each with how much of it is used: the tightest
 * where not all fit, and their figures only where all do.
 */
export function gaugeLine(route: RouteState, columns: number): Segment[] {
  const figures = route.levels.map((level) => shortGauge(route, level, true));
  if (segmentsWidth(joined(figures)) <= columns) return joined(figures);
  const byShare = [...route.levels].sort((a, b) => share(b) - share(a));
  const gauges = fitting(
    byShare.map((level) => shortGauge(route, level, false)),
    columns,
  );
  // In the order in which they were set, so that they keep their places.
  const kept = new Set(byShare.slice(0, gauges.length));
  return joined(
    route.levels.filter((level) => kept.has(level)).map((level) => shortGauge(route, level, false)),
  );
}

/** A limit in a line of its own: `req/min ▓▓▓▓▓▓░░ 148 of 200`. */
export function gaugeRow(route: RouteState, level: LimitLevel): Segment[] {
  return [
    [name(level).padEnd(9), Tone.dim],
    ...gaugeSegments(share(level), wideBarWidth, toneOf(route, level)),
    [` ${count(level.used)}`, Tone.fg],
    [` of ${count(level.limit)}${level.learned ? ", the server's" : ''}`, Tone.dim],
  ];
}

function shortGauge(route: RouteState, level: LimitLevel, figure: boolean): Segment[] {
  return [
    [`${name(level)} `, Tone.dim],
    ...gaugeSegments(share(level), barWidth, toneOf(route, level)),
    [figure ? ` ${short(level.limit)}` : '', Tone.dim],
  ];
}

function name({ unit, per }: LimitLevel): string {
  return `${units[unit]}/${per}`;
}

function share({ used, limit }: LimitLevel): number {
  return limit <= 0 ? 1 : used / limit;
}

/** What holds the route stands out, and so does what is about to. */
function toneOf({ heldBy, heldDetail }: RouteState, level: LimitLevel): number {
  const holds = heldBy === 'rate' && heldDetail.startsWith(`${level.unit}/${level.per} `);
  return holds || share(level) >= close ? Tone.warn : Tone.ok;
}

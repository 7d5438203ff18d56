import type { BreakerWord } from '../../src/state/events.ts';
import type { RouteState } from '../../src/state/route-state.ts';
import { segmentsWidth } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { count, percent, plural, wholeSeconds } from '../parts/format.ts';
import type { Item } from '../parts/items.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { healthSegments } from './health-words.ts';
import { gaugeLine, gaugeRow } from './limit-gauges.ts';
import { preparingSegments, preparingWord } from './model-preparing.ts';

/** A line with something at each end. Of the items at the left those that do not fit are left out. */
export interface TwoEnds {
  readonly left: readonly Item[];
  readonly right: readonly Segment[];
}

/** What a line is made from. */
export interface RouteContext {
  /** Run time, ms. */
  readonly t: number;
  readonly concurrency: number;
  readonly columns: number;
}

const gap: Segment = ['  ', Tone.dim];
/** Columns that a limit in a line of its own needs. */
const roomyColumns = 64;
/** A wait shorter than this is not worth a number. */
const leastWaitMs = 1_000;

/** A closed breaker is the rule and stays quiet; an open one needs a person. */
export const breakerStyles: Readonly<Record<BreakerWord, number>> = {
  closed: Tone.dim,
  'half-open': Tone.warn,
  open: Tone.bad,
};

/** How many lines there are to say of a route in a column. */
export function lineCount({ levels, adaptiveLimit }: RouteState): number {
  return 2 + (levels.length > 0 ? 1 : 0) + (adaptiveLimit === null ? 0 : 1);
}

/**
 * All that there is to say of a route, a line each, the most important first.
 *
 * @param roomy each limit has a line of its own, with its figures
 */
export function routeLines(route: RouteState, context: RouteContext, roomy: boolean): TwoEnds[] {
  const { levels, adaptiveLimit, preparing } = route;
  const each = roomy && context.columns >= roomyColumns;
  const gauges = each
    ? levels.map((level) => gaugeRow(route, level))
    : [gaugeLine(route, context.columns - 2)];
  const limits = levels.length === 0 ? [] : gauges.map((gauge) => ({ left: [gauge], right: [] }));
  const auto = adaptiveLimit === null ? [] : [autoLine(route, context)];
  const main = mainLine(route, context, stateSegments(route, context.t));
  if (preparing === null) return [main, ...limits, factsLine(route, context), ...auto];
  // In the place of its figures, which stand still meanwhile: so no other pane moves.
  const model = preparingSegments(route, preparing, context.columns - 2);
  return [main, { left: [model], right: [] }, ...limits, ...auto];
}

/** All that there is room to say of a route in one line. */
export function routeLine(route: RouteState, context: RouteContext): TwoEnds {
  return mainLine(route, context, shortState(route, context.t));
}

/** `azure/gpt-5-mini   closed  412/200▲`, `ollama/llama3.2   2 trips  open 12s` */
function mainLine(
  route: RouteState,
  { columns }: RouteContext,
  state: readonly Segment[],
): TwoEnds {
  const name: Segment = [oneLine(route.info.name), Tone.fg];
  const use = [gap, ...poolSegments(route)];
  // Of a route that is down it matters more how often it was, than how many connections it keeps.
  const wide = route.breaker === 'closed' ? [...state, ...use] : [...tripSegments(route), ...state];
  const right = segmentsWidth(wide) <= columns - displayWidth(name[0]) - 3 ? wide : state;
  return { left: [[name]], right };
}

/** `1,204 calls  97.4 %  2 trips  warm 99 %   ok 2s ago` */
function factsLine(route: RouteState, { t, columns }: RouteContext): TwoEnds {
  const left: Item[] = [
    [
      [count(route.calls), Tone.fg],
      [' calls', Tone.dim],
    ],
  ];
  if (route.succeeded + route.failed > 0)
    left.push([
      [percent(successShare(route), 1), Tone.fg],
      [' %', Tone.dim],
    ]);
  if (route.trips > 0 && route.breaker === 'closed') left.push([tripWords(route)]);
  if (route.sent > 0)
    left.push([
      ['warm ', Tone.dim],
      [percent(route.warm / route.sent), Tone.fg],
      [' %', Tone.dim],
    ]);
  // Behind the calls and what parts them from it.
  const room = columns - segmentsWidth(left[0]) - 4;
  return { left, right: healthSegments(route, t, room) };
}

/** `auto 412 of 500  refused above ~437` */
function autoLine(
  { adaptiveLimit, adaptiveCeiling }: RouteState,
  { concurrency }: RouteContext,
): TwoEnds {
  const left: Item[] = [
    [
      ['auto ', Tone.dim],
      [count(adaptiveLimit), Tone.fg],
      [` of ${count(concurrency)}`, Tone.dim],
    ],
  ];
  if (adaptiveCeiling !== null)
    left.push([
      ['refused above ', Tone.dim],
      [`~${count(adaptiveCeiling)}`, Tone.fg],
    ]);
  return { left, right: [] };
}

/** Calls in flight over the connections that are kept: `412/200▲` where more are open than that. */
export function poolSegments({ inFlight, pool }: RouteState): Segment[] {
  return [
    [count(inFlight), Tone.fg],
    [`/${count(pool)}`, Tone.dim],
    [inFlight > pool ? '▲' : ' ', Tone.info],
  ];
}

/** The same where it is all that is said of a route: how far its model is, too. */
export function shortState(route: RouteState, t: number): Segment[] {
  const { breaker, preparing } = route;
  if (breaker !== 'closed' || preparing === null) return stateSegments(route, t);
  return [[preparingWord(preparing), Tone.warn]];
}

/** What stops a route: `rate 23s`, or its breaker with the time of its next probe, `open 12s`. */
function stateSegments(route: RouteState, t: number): Segment[] {
  const { breaker, probeT } = route;
  // A closed breaker is no news where something else holds the route, and the concurrency is the run's.
  const held = breaker === 'closed' ? heldSegments(route, t) : [];
  if (held.length > 0) return held;
  const wait = secondsTo(breaker === 'open' ? probeT : null, t);
  return [[`${breaker}${wait}`, breakerStyles[breaker]]];
}

function heldSegments({ heldBy, heldUntilT }: RouteState, t: number): Segment[] {
  if (heldBy === null || heldBy === 'breaker' || heldBy === 'concurrency') return [];
  // A limit that lifts all the time names the moment at which it first would have.
  const ahead = heldUntilT !== null && heldUntilT - t >= leastWaitMs;
  return [[`${heldBy}${ahead ? secondsTo(heldUntilT, t) : ''}`, Tone.warn]];
}

/** How often the breaker opened, once it has. */
function tripSegments(route: RouteState): Segment[] {
  return route.trips === 0 ? [] : [tripWords(route), gap];
}

function tripWords({ trips }: RouteState): Segment {
  return [plural(trips, 'trip'), Tone.dim];
}

export function secondsTo(untilT: number | null, t: number): string {
  return untilT === null ? '' : ` ${wholeSeconds(Math.max(0, untilT - t))}`;
}

export function successShare({ succeeded, failed }: RouteState): number | null {
  return succeeded + failed === 0 ? null : succeeded / (succeeded + failed);
}

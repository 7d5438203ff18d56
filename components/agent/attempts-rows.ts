import type { AttemptRecord, TaskRecord } from '../../src/state/task-record.ts';
import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { duration, moment } from '../parts/format.ts';
import { wrapWithin } from '../parts/wrap.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { toolMs } from './call-times.ts';
import { moreSegments } from './task-figures.ts';

const dot: Segment = [' · ', Tone.dim];
const outcomeWords: Readonly<Record<AttemptRecord['outcome'], string>> = {
  running: 'under way',
  turn: 'turn done',
  done: 'done',
  retrying: 'failed',
  failed: 'failed for good',
  poison: 'set aside as poison',
  cancelled: 'cancelled',
  requeued: 'cut, and queued again',
  lost: 'lost with its process',
};

/**
 * Attempts with what went wrong and how long it was waited after it, the last one first; of those that
 * there is no room for the sum.
 *
 * @param count how many of them, from the first on
 */
export function drawAttempts(
  view: CellView,
  record: TaskRecord,
  count: number,
  routes: readonly string[],
  t: number,
): void {
  const { attempts } = record;
  let y = 0;
  for (let i = count - 1; i >= 0 && y < view.rows; i--) {
    const attempt = attempts[i];
    const next = attempts[i + 1] ?? null;
    // That of the last one stands above.
    const route = next === null || attempt.route === next.route ? null : routes[attempt.route];
    const lines =
      attempt.outcome === 'turn'
        ? [turnLine(attempt, record)]
        : attemptLines(attempt, next, route, view.columns, t);
    const left = i > 0 ? 1 : 0;
    if (y + lines.length + left > view.rows && i < count - 1) {
      view.segments(0, y, moreSegments(attempts.slice(0, i + 1), t));
      return;
    }
    for (const line of lines) {
      if (y >= view.rows) return;
      view.segments(0, y++, line);
    }
  }
}

/** ` turn 3 of try 1 · took 0.70s · http_get 0.50s`: a call that ended well, and what it wanted called. */
export function turnLine(
  { turn, attempt, startedT, endedT }: AttemptRecord,
  { toolCalls, messages }: TaskRecord,
): Segment[] {
  const out: Segment[] = [
    [` turn ${turn}`, Tone.fg],
    [` of try ${attempt}`, Tone.dim],
  ];
  if (endedT === null) return out;
  out.push(dot, ['took ', Tone.dim], [duration(endedT - startedT), Tone.fg]);
  const calls = toolCalls.filter(({ wantedT }) => wantedT === endedT);
  const [first, ...others] = calls;
  if (first === undefined) {
    const repaired = messages.some((said) => said.turn === turn && said.role === 'user');
    return repaired ? [...out, dot, ['of no use', Tone.warn]] : out;
  }
  const name = others.length === 0 ? oneLine(first.tool) : `${calls.length} tools`;
  const failed = calls.some(({ end }) => end !== null && end.failure !== null);
  out.push(dot, [`${name} `, failed ? Tone.warn : Tone.tool]);
  return [...out, [duration(toolMs(calls, null)), Tone.fg]];
}

/**
 * @param next the attempt after it
 * @param route its name, where it was another one
 */
export function attemptLines(
  attempt: AttemptRecord,
  next: AttemptRecord | null,
  route: string | null,
  width: number,
  t: number,
): Segment[][] {
  const { error, startedT, endedT } = attempt;
  const number: Segment = [` ${attempt.attempt} `.padStart(4), Tone.dim];
  const head: Segment[] = [number, [errorWord(attempt), errorStyle(attempt)]];
  const when = attempt.turn > 1 ? `turn ${attempt.turn}` : `at ${moment(startedT)}`;
  head.push(dot, [when, Tone.dim]);
  if (endedT !== null) head.push(dot, ['after ', Tone.dim], [duration(endedT - startedT), Tone.fg]);
  const lines: Segment[][] = [head];
  const indent = '    ';
  if (route !== null) lines.push([[`${indent}${oneLine(route)}`, Tone.dim]]);
  if (error !== null && error.message !== '')
    for (const line of wrapWithin(oneLine(error.message), width - indent.length - 1, 3))
      lines.push([[indent + line, Tone.fg]]);
  const wait = waitSegments(attempt, next, t);
  if (wait.length > 0) lines.push([[indent, Tone.dim], ...wait]);
  return lines;
}

/** `rate-limited 429`, or how it ended where that is no error. */
export function errorWord({ error, outcome }: AttemptRecord): string {
  if (error === null || error.class === null) return outcomeWords[outcome];
  const status = error.status === null ? '' : ` ${error.status}`;
  return `${error.class}${status}`;
}

function errorStyle({ outcome }: AttemptRecord): number {
  if (outcome === 'failed' || outcome === 'poison') return Tone.bad;
  if (outcome === 'retrying' || outcome === 'lost') return Tone.warn;
  return outcome === 'done' ? Tone.ok : Tone.fg;
}

/** How long it was waited before the next one, or how long that will still take. */
function waitSegments(attempt: AttemptRecord, next: AttemptRecord | null, t: number): Segment[] {
  const { waitMs, endedT, uncertain } = attempt;
  const out: Segment[] = [];
  if (waitMs !== null && endedT !== null) {
    const left = endedT + waitMs - t;
    if (next === null && left > 0) out.push(['again in ', Tone.dim], [duration(left), Tone.warn]);
    else {
      const waited = next === null ? waitMs : Math.min(waitMs, next.startedT - endedT);
      out.push(['waited ', Tone.dim], [duration(waited), Tone.fg]);
    }
  }
  if (uncertain) out.push(...(out.length > 0 ? [dot] : []), ['may have been billed', Tone.warn]);
  return out;
}

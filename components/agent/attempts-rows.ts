import type { AttemptRecord } from '../../src/state/task-record.ts';
import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { duration, moment } from '../parts/format.ts';
import { wrapWithin } from '../parts/wrap.ts';
import { oneLine } from '../terminal/sanitize.ts';

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
 * Attempts with what went wrong and how long it was waited after it, the last one first.
 *
 * @param count how many of them, from the first on
 */
export function drawAttempts(
  view: CellView,
  attempts: readonly AttemptRecord[],
  count: number,
  routes: readonly string[],
  t: number,
): void {
  let y = 0;
  for (let i = count - 1; i >= 0 && y < view.rows; i--) {
    const attempt = attempts[i];
    const next = attempts[i + 1] ?? null;
    // That of the last one stands above.
    const route = next === null || attempt.route === next.route ? null : routes[attempt.route];
    for (const line of attemptLines(attempt, next, route, view.columns, t)) {
      if (y >= view.rows) return;
      view.segments(0, y++, line);
    }
  }
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
  head.push(dot, [`at ${moment(startedT)}`, Tone.dim]);
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

import type { RouteState } from '../../src/state/route-state.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { wholeSeconds } from '../parts/format.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { oneLine } from '../terminal/sanitize.ts';

/** Younger than this it is as good as now, and a number would only flicker. */
const nowMs = 2_000;

/**
 * When a route was last seen to be well, from its calls and from what it answered when it was asked:
 * `ok 12s ago`; or why it was not, where that is the newer news.
 *
 * @param room columns, for which a reason is told without its particulars
 */
export function healthSegments(
  { check, succeededT }: Pick<RouteState, 'check' | 'succeededT'>,
  t: number,
  room: number,
): Segment[] {
  if (check !== null && !check.ok && check.t > (succeededT ?? -1)) {
    const since = ago(t - check.t);
    const whole = oneLine(check.detail);
    const fits = displayWidth(whole) + 1 + since.length <= room;
    return [[`${fits ? whole : whole.split(':')[0]} ${since}`, Tone.warn]];
  }
  const okT = Math.max(succeededT ?? -1, check?.ok ? check.t : -1);
  if (okT < 0) return [['not seen yet', Tone.dim]];
  return [
    ['ok ', Tone.dim],
    [ago(t - okT), Tone.fg],
  ];
}

function ago(ms: number): string {
  return ms < nowMs ? 'now' : `${wholeSeconds(ms)} ago`;
}

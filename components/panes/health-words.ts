import type { RouteState } from '../../src/state/route-state.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { wholeSeconds } from '../parts/format.ts';
import { oneLine } from '../terminal/sanitize.ts';

/** Younger than this it is as good as now, and a number would only flicker. */
const nowMs = 2_000;

/**
 * When a route was last seen to be well, from its calls and from what it answered when it was asked:
 * `ok 12s ago`; or why it was not, where that is the newer news.
 */
export function healthSegments(
  { check, succeededT }: Pick<RouteState, 'check' | 'succeededT'>,
  t: number,
): Segment[] {
  if (check !== null && !check.ok && check.t > (succeededT ?? -1))
    return [[`${oneLine(check.detail)} ${ago(t - check.t)}`, Tone.warn]];
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

import type { AttemptRecord } from '../../src/state/task-record.ts';

/** Phases of a call, ms each; null for one that has not come, or that nothing is known of. */
export interface CallTimes {
  readonly connectMs: number | null;
  readonly waitMs: number | null;
  readonly streamMs: number | null;
}

/**
 * How long each phase took, or has taken up to now.
 *
 * @param t run time now, ms
 */
export function callTimes(
  { startedT, sentT, streamingT, endedT, connectMs, firstTokenMs }: AttemptRecord,
  t: number,
): CallTimes {
  const until = endedT ?? t;
  if (sentT === null) {
    // Cut or failed before it was sent: all of it went into connecting.
    return { connectMs: Math.max(0, until - startedT), waitMs: null, streamMs: null };
  }
  const connect = connectMs ?? 0;
  if (streamingT === null && firstTokenMs === null)
    return { connectMs: connect, waitMs: Math.max(0, until - sentT), streamMs: null };
  const wait = firstTokenMs === null ? (streamingT ?? sentT) - sentT : firstTokenMs - connect;
  const streamed = until - (streamingT ?? startedT + (firstTokenMs ?? 0));
  return { connectMs: connect, waitMs: Math.max(0, wait), streamMs: Math.max(0, streamed) };
}

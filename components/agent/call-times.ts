import type { AttemptRecord, TaskRecord } from '../../src/state/task-record.ts';
import type { ToolCallRecord } from '../../src/state/tool-call-record.ts';

/** Phases of a call, ms each; null for one that has not come, or that nothing is known of. */
export interface CallTimes {
  readonly connectMs: number | null;
  readonly waitMs: number | null;
  readonly streamMs: number | null;
}

/** The same of all turns of a try. */
export interface TryTimes extends CallTimes {
  /** Tools ran; null where none was wanted. */
  readonly toolMs: number | null;
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

/** What all turns of the last try took, and how long their tools ran. */
export function tryTimes({ attempts, toolCalls, status }: TaskRecord, t: number): TryTimes {
  const last = attempts.at(-1)?.attempt;
  const ofTry = attempts.filter(({ attempt }) => attempt === last);
  const calls = toolCalls.filter(({ wantedT }) => ofTry.some(({ endedT }) => endedT === wantedT));
  const turns = ofTry.map((each) => callTimes(each, t));
  const sum = (phase: keyof CallTimes) =>
    turns.reduce<number | null>((all, times) => {
      const ms = times[phase];
      return ms === null ? all : (all ?? 0) + ms;
    }, null);
  return {
    connectMs: sum('connectMs'),
    waitMs: sum('waitMs'),
    streamMs: sum('streamMs'),
    toolMs: calls.length === 0 ? null : toolMs(calls, status === 'tool' ? t : null),
  };
}

/**
 * How long at least one of these ran: those that ran at the same time count once.
 *
 * @param t run time now, ms; null where none can run any more
 */
export function toolMs(calls: readonly ToolCallRecord[], t: number | null): number {
  const spans = calls
    .flatMap(({ startedT: from, end }) =>
      from === null ? [] : [{ from, to: end?.t ?? t ?? from }],
    )
    .sort((a, b) => a.from - b.from);
  let until = Number.NEGATIVE_INFINITY;
  let ms = 0;
  for (const { from, to } of spans) {
    ms += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return ms;
}

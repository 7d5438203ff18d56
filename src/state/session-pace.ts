import { TaskStatus } from './agent-state.ts';
import type { EndEvidence, Pace } from './estimate-end.ts';
import { markOf } from './evidence.ts';
import type { RunState } from './run-state.ts';

/** The last minutes that are looked at for another pace than the session's, ms of work. */
const stretches = [300_000, 60_000];

/** What this session's work up to `t` says about how long the rest takes. */
export function sessionPace(state: RunState, t: number): EndEvidence {
  const { counts, evidence } = state;
  const now = markOf(state, t);
  const recent = stretches.map((ms): Pace => {
    // Never more than half of the session, so that there is an earlier half to tell it from.
    const since = now.workedMs - Math.min(ms, now.workedMs / 2);
    const mark = evidence.marks.newest(({ workedMs }) => workedMs <= since);
    return {
      ended: now.ended - (mark?.ended ?? 0),
      ms: now.workedMs - (mark?.workedMs ?? 0),
    };
  });
  const { byStatus } = counts;
  // Between two turns a task waits in the queue, and is begun all the same.
  const between = state.betweenTurns.size;
  return {
    paces: [{ ended: now.ended, ms: now.workedMs }, ...recent],
    left: state.tasks.size - counts.ended,
    begun:
      byStatus[TaskStatus.running] +
      byStatus[TaskStatus.retrying] +
      byStatus[TaskStatus.tool] +
      between,
    sinceLastMs: byStatus[TaskStatus.queued] === between ? Math.max(0, t - evidence.startedT) : 0,
    durations: evidence.durations,
  };
}

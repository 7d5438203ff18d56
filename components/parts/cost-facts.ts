import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { isOver } from './phase-look.ts';

/** What is known of a run's money, nano-dollars; null is unknown, never 0. */
export interface CostFacts {
  /** Settled cost of the calls with a known price; null where no call has one. */
  readonly spent: number | null;
  /** Mean since the start, per minute. */
  readonly perMinute: number | null;
  /** At the end of the run, at the mean cost of a task so far; null when it is over. */
  readonly projected: number | null;
  readonly unpricedCalls: number;
  readonly uncertainCalls: number;
}

const leastTasks = 5;
const leastMs = 5_000;

export function costFacts(snapshot: RunSnapshot): CostFacts {
  const { totals, tasks, t } = snapshot;
  const { costNanoUsd, unpricedCalls, uncertainCalls } = totals;
  const spent = costNanoUsd === 0 && unpricedCalls > 0 ? null : costNanoUsd;
  const whole = spent !== null && unpricedCalls === 0;
  const ended = tasks.done + tasks.failed;
  return {
    spent,
    perMinute: whole && t >= leastMs ? (spent * 60_000) / t : null,
    projected:
      whole && spent > 0 && ended >= leastTasks && !isOver(snapshot.phase)
        ? (spent / ended) * tasks.total
        : null,
    unpricedCalls,
    uncertainCalls,
  };
}

import { TaskStatus } from '../state/agent-state.ts';
import type { RunState } from '../state/run-state.ts';
import type { RunOutcome } from './engine-config.ts';
import { refusing } from './refusal.ts';

/**
 * How a run ends whose tasks have all ended. Where nothing but refusals came of them (the key, the
 * account or the model is wrong) nothing could run; with few tasks that shows at their end alone.
 *
 * @param lastFailure what the routes said last
 */
export function doneOutcome(state: RunState, lastFailure: string): RunOutcome {
  const { counts, tasks, totals, routes } = state;
  const { byStatus } = counts;
  // What nobody needed was not to be done.
  if (byStatus[TaskStatus.done] + state.unneeded.size === tasks.size)
    return { phase: 'DONE', exitCode: 0, reason: null };
  const onlyRefused = [...totals.failures.keys()].every((failure) => refusing.has(failure));
  const without = byStatus[TaskStatus.failed] + byStatus[TaskStatus.skipped];
  const failed = without === tasks.size && totals.failures.size > 0;
  if (failed && onlyRefused && routes.every(({ succeeded }) => succeeded === 0))
    return { phase: 'FAILED', exitCode: 4, reason: `every route refuses: ${lastFailure}` };
  return { phase: 'DONE', exitCode: 1, reason: null };
}

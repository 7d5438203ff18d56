import { TaskStatus, taskStatusNames } from '../agent-state.ts';
import type { RunState } from '../run-state.ts';

/** What a command would touch, before it does. */
export interface SelectionPreview {
  readonly tasks: number;
  /** By the codes of `TaskStatus`. */
  readonly byStatus: Uint32Array;
  /** Calls under way among them: what a cut would break off. */
  readonly inFlight: number;
  /** Nano-dollars settled on them so far. */
  readonly costNanoUsd: number;
  /** Tasks that had a call without a known price: that much is not in `costNanoUsd`. */
  readonly unpriced: number;
  /** The most that calls of theirs may have cost besides whose end or usage nobody told, nano-dollars. */
  readonly untoldNanoUsd: number;
  /**
   * Nano-dollars reserved for the calls under way: the most that may be billed for them though their
   * answers are lost. Null where nobody knows.
   */
  readonly uncertainNanoUsd: number | null;
}

/**
 * @param tasks as `selectTasks` gave them; act on this very list, since a later one can be another
 * @param reservedOf nano-dollars reserved for the call of an agent; null where its price is unknown
 */
export function previewSelection(
  tasks: readonly number[],
  { tasks: columns }: RunState,
  reservedOf?: (agent: number) => number | null,
): SelectionPreview {
  const byStatus = new Uint32Array(taskStatusNames.length);
  let [costNanoUsd, unpriced, untoldNanoUsd] = [0, 0, 0];
  let uncertainNanoUsd: number | null = 0;
  for (const task of tasks) {
    const status = columns.status[task];
    byStatus[status]++;
    costNanoUsd += columns.costNanoUsd[task];
    unpriced += columns.unpriced[task];
    untoldNanoUsd += columns.uncertainNanoUsd[task];
    if (status !== TaskStatus.running || uncertainNanoUsd === null) continue;
    const reserved: number | null = reservedOf?.(columns.agent[task]) ?? null;
    uncertainNanoUsd = reserved === null ? null : uncertainNanoUsd + reserved;
  }
  return {
    tasks: tasks.length,
    byStatus,
    inFlight: byStatus[TaskStatus.running],
    costNanoUsd,
    unpriced,
    untoldNanoUsd,
    uncertainNanoUsd,
  };
}

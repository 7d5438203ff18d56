import { TaskStatus } from './agent-state.ts';
import type { RunState } from './run-state.ts';

/** Tasks in no queue that the operator keeps back: the other blocked ones wait for their needs alone. O(paused). */
export function keptBack({ paused, tasks }: Pick<RunState, 'paused' | 'tasks'>): number {
  let kept = 0;
  for (const task of paused) if (tasks.status[task] === TaskStatus.blocked) kept++;
  return kept;
}

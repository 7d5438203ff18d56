import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { WorkflowNode } from '../../src/state/work-view.ts';
import { type Tally, tallyOf } from './tally.ts';
import { type LookScene, type TaskLook, tallyLook, taskLook, taskMs } from './task-look.ts';

/** A node of a workflow: as its task is now or, of many, as they were counted last. */
export function nodeLook(scene: LookScene, node: WorkflowNode, counted: Tally): TaskLook {
  if (node.tasks.length === 1 && !node.fansOut) return taskLook(scene, node.tasks[0]);
  return tallyLook(scene.glyphs.unicode, counted);
}

export function nodeTally(
  { taskColumns }: RunSnapshot,
  { tasks }: WorkflowNode,
  counted: Tally,
): Tally {
  return tasks.length <= 1 ? tallyOf(taskColumns, tasks) : counted;
}

/** Of several tasks the longest, since the others run beside it; null where none was begun. */
export function nodeMs(snapshot: RunSnapshot, { tasks }: WorkflowNode): number | null {
  let most: number | null = null;
  for (const task of tasks) {
    const ms = taskMs(snapshot, task);
    if (ms !== null && (most === null || ms > most)) most = ms;
  }
  return most;
}

import { itemName, itemTasks } from './workload-items.ts';
import { rowAtCursor, type WorkloadScene } from './workload-scene.ts';

/** The tasks that a key on the screen of the work is for. */
export interface Meant {
  /** What they are called. */
  readonly as: string;
  /** As a selection says it. */
  readonly query: string;
  /** Null where the selection says which they are by now. */
  readonly tasks: readonly number[] | null;
}

/** @param part the list: all tasks of the chosen one; inside: the row under the cursor of what is in it */
export function meantBy(
  shown: WorkloadScene,
  part: 'list' | 'inside',
  taskId: (task: number) => string,
): Meant | null {
  const { work, chosen } = shown;
  if (chosen < 0) return null;
  const name = itemName(work, chosen, taskId);
  const flow = work.kind === 'workflows' ? work.workflows[chosen] : null;
  if (part === 'list' || work.kind === 'content') {
    const tasks = itemTasks(work, chosen);
    if (flow !== null && flow.name !== null)
      return { as: name, query: `workflow:${quoted(flow.name)}`, tasks: null };
    return { as: name, query: 'all', tasks };
  }
  const row = rowAtCursor(shown);
  if (row === null) return null;
  const tasks = row.task >= 0 ? [row.task] : (flow?.nodes[row.node]?.tasks ?? []);
  if (tasks.length === 0) return null;
  const as = row.task >= 0 ? taskId(row.task) : (flow?.nodes[row.node]?.name ?? name);
  return { as, query: tasks.map((task) => `task:${quoted(taskId(task))}`).join(','), tasks };
}

/** A name as a selection takes it. */
export function quoted(name: string): string {
  return /[\s,*"'\\]/.test(name) || name === '' ? `"${name.replace(/["\\]/g, '\\$&')}"` : name;
}

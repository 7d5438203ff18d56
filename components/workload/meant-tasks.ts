import type { TaskSelection } from '../../src/engine/commands/command.ts';
import { itemName, itemTasks } from './workload-items.ts';
import { rowAtCursor, type WorkloadScene } from './workload-scene.ts';

/** The tasks that a key on the screen of the work is for. */
export interface Meant {
  /** What they are called. */
  readonly as: string;
  readonly selection: TaskSelection;
}

/** @param part the list: all tasks of the chosen one; inside: the row under the cursor of what is in it */
export function meantBy(
  shown: WorkloadScene,
  part: 'list' | 'inside',
  taskId: (task: number) => string,
): Meant | null {
  const { work, chosen } = shown;
  if (chosen < 0) return null;
  const flow = work.kind === 'workflows' ? work.workflows[chosen] : null;
  if (part === 'list' || work.kind === 'content') {
    const as = itemName(work, chosen, taskId);
    // By its name, so that the log says it as the operator would.
    if (flow !== null && flow.name !== null)
      return { as, selection: { query: `workflow:${quoted(flow.name)}` } };
    return { as, selection: { tasks: itemTasks(work, chosen), as } };
  }
  const row = rowAtCursor(shown);
  const node = row === null ? undefined : flow?.nodes[row.node];
  const tasks = row === null ? [] : row.task >= 0 ? [row.task] : (node?.tasks ?? []);
  if (tasks.length === 0) return null;
  const as = tasks.length === 1 ? taskId(tasks[0]) : (node?.name ?? taskId(tasks[0]));
  return { as, selection: { tasks, as } };
}

/** A name as a selection takes it. */
function quoted(name: string): string {
  return /[\s,*"'\\]/.test(name) || name === '' ? `"${name.replace(/["\\]/g, '\\$&')}"` : name;
}

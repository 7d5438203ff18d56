import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { WorkflowNode, WorkflowView } from '../../src/state/work-view.ts';
import { Tone } from '../painter/style.ts';
import { namedLook, type TaskLook } from './task-look.ts';
import { hasEnded, isBad, isWorking } from './task-status.ts';

/** What stands before what is on the critical path: there its colour alone would say so. */
export const pathMark = '┃';

/** How a workflow as a whole is shown. */
export function flowLook(unicode: boolean, { state }: WorkflowView, paused: boolean): TaskLook {
  const as = (name: Parameters<typeof namedLook>[1]): TaskLook => ({
    ...namedLook(unicode, name),
    word: state,
  });
  if (paused) return namedLook(unicode, 'paused');
  if (state === 'waiting') return as('blocked');
  if (state === 'running') return as('running');
  return state === 'partial' ? { ...as('done'), style: Tone.warn } : as(state);
}

/** Whether the operator keeps all of it back that has not ended and is not under way. */
export function isPaused({ paused, taskColumns }: RunSnapshot, { nodes }: WorkflowView): boolean {
  return (
    paused.size > 0 &&
    areKept(
      paused,
      taskColumns,
      nodes.flatMap(({ tasks }) => tasks),
    )
  );
}

/** The same of any tasks. */
export function areKept(
  paused: RunSnapshot['paused'],
  { status }: RunSnapshot['taskColumns'],
  tasks: readonly number[],
): boolean {
  const waiting = tasks.filter((task) => !hasEnded(status[task]) && !isWorking(status[task]));
  return waiting.length > 0 && waiting.every((task) => paused.has(task));
}

/** Names of the nodes that have a task of which this is so, in the order of the levels. */
function nodesWith(
  { nodes }: WorkflowView,
  is: (task: number) => boolean,
  most: number,
): readonly WorkflowNode[] {
  const found: WorkflowNode[] = [];
  for (const node of nodes) {
    if (found.length === most) break;
    if (node.tasks.some(is)) found.push(node);
  }
  return found;
}

/** Names that a line has room for are no more than these. */
const mostNames = 6;

/** What runs now, by name. */
export function runningNames({ taskColumns }: RunSnapshot, flow: WorkflowView): string[] {
  return nodesWith(flow, (task) => isWorking(taskColumns.status[task]), mostNames).map(
    ({ name }) => name,
  );
}

/** What has failed, by name. */
export function failedNames({ taskColumns }: RunSnapshot, flow: WorkflowView): string[] {
  return nodesWith(flow, (task) => isBad(taskColumns.status[task]), mostNames).map(
    ({ name }) => name,
  );
}

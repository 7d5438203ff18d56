import type { Invariant } from '../world.ts';

/**
 * No call is made that a workflow, or a task, with a cap of its own cannot pay: what was spent, what may
 * have been billed and what is set aside, over all sessions, are within the cap together.
 */
export const workBudgets: Invariant = (world) => {
  /** By task, what is set aside for its call under way. */
  const reserved = new Map<number, number>();
  /** By workflow, its tasks that were called. */
  const called = new Map<number, Set<number>>();
  const taken = (tasks: Iterable<number>) => {
    const { costNanoUsd, uncertainNanoUsd } = world.state.tasks;
    let sum = 0;
    for (const task of tasks)
      sum += costNanoUsd[task] + uncertainNanoUsd[task] + (reserved.get(task) ?? 0);
    return sum;
  };
  const over = (whose: string, cap: number | null | undefined, tasks: Iterable<number>) => {
    if (cap === null || cap === undefined) return null;
    const sum = taken(tasks);
    return sum <= cap ? null : `${whose} has taken ${sum} nano-dollars, its cap is ${cap}`;
  };
  return {
    event(event) {
      switch (event.type) {
        case 'run.resumed':
          reserved.clear();
          return null;
        case 'task.started': {
          const { task, reservedNanoUsd } = event;
          const { graph } = world.plan;
          if (graph === undefined || !graph.capped) return null;
          reserved.set(task, reservedNanoUsd ?? Number.POSITIVE_INFINITY);
          const workflow = graph.workflowOf(task);
          const tasks = called.get(workflow) ?? new Set();
          called.set(workflow, tasks.add(task));
          return (
            over(`workflow ${workflow}`, graph.workflows[workflow]?.budgetNanoUsd, tasks) ??
            over(`task ${task}`, graph.limitsOf(task)?.budgetNanoUsd, [task])
          );
        }
        case 'task.retrying':
        case 'task.finished':
        case 'task.failed':
        case 'task.poisoned':
        case 'task.cancelled':
          reserved.delete(event.task);
          return null;
        case 'task.requeued':
          if (event.cut) reserved.delete(event.task);
          return null;
        default:
          return null;
      }
    },
  };
};

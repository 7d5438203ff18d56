import type { Plan } from '../plan.ts';

/**
 * The first tasks of a plan as a plan of their own: of a stored plan of prompts those that were there
 * before what reduces their answers.
 */
export function firstTasks(plan: Plan, count: number): Plan {
  const { role, priority, batch, deadlineMs } = plan;
  return {
    size: count,
    role: role.subarray(0, count),
    priority: priority.subarray(0, count),
    batch: batch.subarray(0, count),
    deadlineMs: deadlineMs === null ? null : deadlineMs.subarray(0, count),
    id: (task) => plan.id(task),
    messages: (task) => plan.messages(task),
  };
}

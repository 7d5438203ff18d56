import { TaskStatus } from './agent-state.ts';
import type { EventStamp } from './events.ts';
import type { PlanEvent, PlanExtended } from './plan-events.ts';
import type { RunState } from './run-state.ts';

/** The part of the fold that moves tasks by what others came to; called by `RunState.apply` alone. */
export function foldPlan(state: RunState, event: EventStamp & PlanEvent): void {
  const { counts, paused, tasks } = state;
  const { t } = event;
  switch (event.type) {
    case 'tasks.released':
      for (const task of event.tasks) counts.move(task, TaskStatus.queued, t);
      break;
    case 'tasks.skipped':
      for (const task of event.tasks) {
        counts.move(task, TaskStatus.skipped, t);
        if (event.unneeded) state.unneeded.add(task);
      }
      break;
    case 'tasks.blocked':
      for (const task of event.tasks) {
        counts.move(task, TaskStatus.blocked, t);
        state.unneeded.delete(task);
      }
      break;
    case 'plan.extended':
      extend(state, event, t);
      break;
    case 'tasks.paused':
      for (const task of event.tasks) {
        paused.add(task);
        if (tasks.status[task] === TaskStatus.queued) counts.move(task, TaskStatus.blocked, t);
      }
      break;
    case 'tasks.resumed':
      for (const task of event.tasks) paused.delete(task);
  }
}

function extend({ tasks, counts }: RunState, event: PlanExtended, t: number): void {
  const first = tasks.size;
  tasks.add(event.count, event.role, event.priority, t, TaskStatus.blocked);
  counts.added(first);
}

import { TaskStatus } from './agent-state.ts';
import type { ControlEvent } from './control-events.ts';
import type { EventStamp } from './events.ts';
import type { RunState } from './run-state.ts';

/** What the events of the operator's hand, of limits that adapt and of alerts change in a state. */
export function applyControl(state: RunState, event: EventStamp & ControlEvent): void {
  switch (event.type) {
    case 'budget.changed':
      state.budget = event.budget;
      break;
    case 'agents.changed':
      state.agents.setRoleSize(event.role, event.to);
      break;
    case 'tasks.prioritized':
      for (const task of event.tasks) state.counts.reprioritise(task, event.priority);
      break;
    case 'tasks.routed':
      for (const task of event.tasks) state.tasks.chosenRoute[task] = event.route;
      break;
    case 'task.reopened':
      state.counts.move(event.task, TaskStatus.queued, event.t);
      state.unneeded.delete(event.task);
      // Who has it done again keeps it back no more.
      state.paused.delete(event.task);
      break;
    case 'limit.adapted': {
      const route = state.routes[event.route];
      route.adaptiveLimit = event.to;
      route.adaptiveCeiling = event.ceiling;
      break;
    }
    case 'limit.fixed':
      state.routes[event.route].adaptiveLimit = null;
      state.routes[event.route].adaptiveCeiling = null;
      break;
    case 'alert.raised':
      state.alerts.set(event.alert, { message: event.message, sinceT: event.t });
      break;
    case 'alert.cleared':
      state.alerts.delete(event.alert);
      break;
    case 'canary.reached':
      state.canary = event;
      break;
    case 'tuning.changed':
      // The values are the engine's; what they go by is shown.
      if (event.preset !== null) state.info = { ...state.info, preset: event.preset };
  }
}

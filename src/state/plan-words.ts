import type { PlanEvent } from './plan-events.ts';
import { plural } from './words.ts';

/** How the plan goes on, in words that follow on who or what. */
export function planWords(event: PlanEvent): string {
  switch (event.type) {
    case 'tasks.released':
      return `${plural(event.tasks.length, 'task')} ready`;
    case 'tasks.skipped':
      return `${plural(event.tasks.length, 'task')} skipped: ${event.reason}`;
    case 'tasks.blocked':
      return `${plural(event.tasks.length, 'task')} to be done after all`;
    case 'plan.extended':
      return `${plural(event.count, 'task')} added for ${event.by}`;
    case 'tasks.paused':
      return `${plural(event.tasks.length, 'task')} kept back by ${event.by}`;
    case 'tasks.resumed':
      return `${plural(event.tasks.length, 'task')} let go on by ${event.by}`;
  }
}

import type { GateName, RunEvent } from '../../src/state/events.ts';
import type { PaneName } from '../scene.ts';

/** What a line of the log speaks of: an agent at a task, or what the pane shows that stands for it. */
export type LogSubject =
  | { readonly agent: number; readonly task: number }
  | { readonly pane: PaneName }
  | null;

export function subjectOf(event: RunEvent): LogSubject {
  switch (event.type) {
    case 'task.retrying':
    case 'task.failed':
    case 'task.poisoned':
    case 'task.cancelled':
    case 'turn.failed':
    case 'program.warned':
    case 'tool.asked':
    case 'tool.answered':
    case 'tool.finished':
      return event.agent < 0 ? { pane: 'queue' } : { agent: event.agent, task: event.task };
    case 'task.cached':
    case 'task.reopened':
    case 'tasks.skipped':
    case 'tasks.blocked':
    case 'tasks.paused':
    case 'tasks.resumed':
    case 'plan.extended':
    case 'tasks.prioritized':
      return { pane: 'queue' };
    case 'tasks.routed':
    case 'breaker.changed':
      return { pane: 'routes' };
    case 'gate.held':
      return { pane: paneOfGate(event.gate) };
    case 'concurrency.changed':
    case 'limit.adapted':
    case 'limit.fixed':
    case 'tuning.changed':
      return { pane: 'limits' };
    case 'agents.changed':
      return { pane: 'agents' };
    case 'budget.changed':
    case 'canary.reached':
      return { pane: 'cost' };
    case 'alert.raised':
    case 'alert.cleared':
      return { pane: alertPanes[event.alert] };
    default:
      return null;
  }
}

const alertPanes = {
  budget: 'cost',
  failures: 'routes',
  latency: 'throughput',
  breaker: 'routes',
  stall: 'limits',
} as const;

function paneOfGate(gate: GateName): PaneName {
  if (gate === 'budget') return 'cost';
  return gate === 'concurrency' ? 'limits' : 'routes';
}

import type { Plan } from '../plan/plan.ts';
import type { RunEvent } from '../state/events.ts';
import type { RunState } from '../state/run-state.ts';
import { agentName } from '../state/selection/selection-facts.ts';

/** Tasks that are all named. */
const mostTasks = 3;

/** Puts the names of tasks, agents and routes in the place of their numbers, for people and programs. */
export class EventNames {
  private readonly plan: Plan;
  private readonly state: RunState;

  constructor(plan: Plan, state: RunState) {
    this.plan = plan;
    this.state = state;
  }

  /** `kaoz_17`; empty for no agent. */
  agent(agent: number): string {
    if (agent < 0) return '';
    return agentName(this.state, agent);
  }

  task(task: number): string {
    return this.plan.id(task);
  }

  /** `hr.draft, hr.final`; of many the first, which says whose they are, and the number of the others. */
  tasks(tasks: readonly number[]): string {
    if (tasks.length > mostTasks) return `${this.task(tasks[0])} and ${tasks.length - 1} more`;
    return tasks.map((task) => this.task(task)).join(', ');
  }

  route(route: number): string {
    return this.state.info.routes[route].name;
  }

  roles(): string[] {
    return this.state.info.roles.map(({ name }) => name);
  }

  /** The event as it is printed: a plain record with names. */
  named(event: RunEvent): Record<string, unknown> {
    const out: Record<string, unknown> = { ...event };
    if ('task' in event) out.task = this.task(event.task);
    if ('tasks' in event && typeof event.tasks !== 'number')
      out.tasks = event.tasks.map((task) => this.task(task));
    if ('agent' in event) out.agent = this.agent(event.agent);
    if ('route' in event) out.route = this.route(event.route);
    if (event.type === 'sample') {
      out.bounds = event.bounds.map((bound) => ({
        ...bound,
        route: bound.route < 0 ? null : this.route(bound.route),
      }));
      if (event.routes !== undefined)
        out.routes = event.routes.map((reading) => ({
          ...reading,
          route: this.route(reading.route),
        }));
    }
    if (event.type === 'agents.changed') out.role = this.state.info.roles[event.role].name;
    if (event.type === 'run.resumed') out.requeued = event.requeued.map((task) => this.task(task));
    return out;
  }
}

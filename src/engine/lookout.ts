import { TaskStatus } from '../state/agent-state.ts';
import type { AgentsWatch } from './agents-watch.ts';
import type { AlertWatch } from './alert-watch.ts';
import type { Attempts } from './attempts.ts';
import { DeadlineWatch } from './deadline-watch.ts';
import type { EngineConfig } from './engine-config.ts';
import type { EventLog } from './event-log.ts';
import type { GiveUp } from './give-up.ts';
import { HealthWatch } from './health-watch.ts';
import type { RouteRuntime } from './route-runtime.ts';
import { WorkflowLimits } from './workflow-limits.ts';

export interface LookoutParts {
  readonly config: EngineConfig;
  readonly log: EventLog;
  readonly routes: readonly RouteRuntime[];
  readonly attempts: Attempts;
  readonly alerts: AlertWatch;
  /** Null where the number of agents is given. */
  readonly agents: AgentsWatch | null;
  readonly giveUp: GiveUp;
  /** Nothing can be sent to any route any more. */
  onGiveUp(reason: string): void;
}

/** Once a second: what time alone brings about. */
export class Lookout {
  private readonly parts: LookoutParts;
  private readonly deadlines: DeadlineWatch;
  private readonly health: HealthWatch;
  /** Null where there are none. */
  private readonly workflows: WorkflowLimits | null;

  constructor(parts: LookoutParts) {
    this.parts = parts;
    const { config, routes, log } = parts;
    this.deadlines = new DeadlineWatch(config.plan);
    const { graph } = config.plan;
    const { hand } = parts.attempts;
    const { state } = config;
    this.workflows = graph ? new WorkflowLimits({ graph, log, state, hand }) : null;
    this.health = new HealthWatch(config.healthCheckSeconds, routes, log);
  }

  look(): void {
    const { config, log, routes, attempts, alerts, agents, giveUp } = this.parts;
    const { state } = config;
    const now = performance.now();
    for (const route of routes) {
      route.releaseHold(now);
      route.model.tell();
    }
    alerts.look();
    this.workflows?.look();
    for (const { task, seconds } of this.deadlines.look(log.t()))
      if (state.tasks.status[task] < TaskStatus.done)
        attempts.hand.expire(task, `no answer by its deadline, ${seconds} s after the run began`);
    if (state.phase !== 'RUNNING') return giveUp.forget();
    agents?.look();
    this.health.look(now);
    if (state.busy > 0) return;
    // Nothing is asked of the routes while a reader is waited for.
    if (config.reader !== undefined && config.reader.full !== null) return giveUp.forget();
    const reason = giveUp.reason(now);
    if (reason !== null) this.parts.onGiveUp(reason);
  }
}

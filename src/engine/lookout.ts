import { TaskStatus } from '../state/agent-state.ts';
import type { RunState } from '../state/run-state.ts';
import type { AgentsWatch } from './agents-watch.ts';
import type { AlertWatch } from './alert-watch.ts';
import type { Attempts } from './attempts.ts';
import type { DeadlineWatch } from './deadline-watch.ts';
import type { EventLog } from './event-log.ts';
import type { GiveUp } from './give-up.ts';
import type { RouteRuntime } from './route-runtime.ts';

export interface LookoutParts {
  readonly state: RunState;
  readonly log: EventLog;
  readonly routes: readonly RouteRuntime[];
  readonly attempts: Attempts;
  readonly alerts: AlertWatch;
  readonly deadlines: DeadlineWatch;
  /** Null where the number of agents is given. */
  readonly agents: AgentsWatch | null;
  readonly giveUp: GiveUp;
  /** Nothing can be sent to any route any more. */
  onGiveUp(reason: string): void;
}

/** Once a second: what time alone brings about. */
export class Lookout {
  private readonly parts: LookoutParts;

  constructor(parts: LookoutParts) {
    this.parts = parts;
  }

  look(): void {
    const { state, log, routes, attempts, alerts, deadlines, agents, giveUp } = this.parts;
    const now = performance.now();
    for (const route of routes) {
      route.releaseHold(now);
      route.model.tell();
    }
    alerts.look();
    for (const { task, seconds } of deadlines.look(log.t()))
      if (state.tasks.status[task] < TaskStatus.done)
        attempts.expire(task, `no answer by its deadline, ${seconds} s after the run began`);
    if (state.phase !== 'RUNNING') return giveUp.forget();
    agents?.look();
    if (state.inFlight > 0) return;
    const reason = giveUp.reason(now);
    if (reason !== null) this.parts.onGiveUp(reason);
  }
}

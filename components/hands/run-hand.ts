import type { Actions } from '../keys/binding.ts';
import type { RunAction } from '../keys/run-keys.ts';
import type { LiveRun } from '../live-run.ts';
import type { AgentsHand } from './agents-hand.ts';
import type { Commander } from './commander.ts';

interface RunParts {
  readonly run: LiveRun;
  readonly commander: Commander;
  readonly agents: AgentsHand;
  /** Opens the command line. */
  readonly prompt: (text: string) => void;
}

/** The keys that steer a run as a whole: those that want a value open the command line with the rest. */
export class RunHand {
  private readonly parts: RunParts;

  constructor(parts: RunParts) {
    this.parts = parts;
  }

  readonly actions: Actions<RunAction> = {
    pause: () => this.parts.commander.togglePause(),
    'pause-now': () => this.parts.commander.ask({ type: 'pause', mode: 'hard' }),
    more: () => this.parts.commander.changeConcurrency(1),
    fewer: () => this.parts.commander.changeConcurrency(-1),
    concurrency: () => this.parts.prompt('concurrency '),
    auto: () => this.parts.commander.toggleAuto(),
    agents: () => this.askAgents(),
    budget: () => this.parts.prompt('budget '),
    limits: () => this.askLimits(),
    breaker: () => this.breaker(),
    preset: () => this.parts.prompt('preset '),
    'stop-now': () => this.parts.commander.ask({ type: 'stop', mode: 'now' }),
    'to-agents': () => this.parts.agents.enter(),
  };

  /** Of the role under the cursor, or of the only one there is. */
  private askAgents(): void {
    const { roles } = this.parts.run.snapshot().info;
    const role = this.parts.agents.roleHere() ?? (roles.length === 1 ? roles[0].name : null);
    this.parts.prompt(role === null ? 'agents ' : `agents ${role} `);
  }

  /** Of the only route there is, or of one that is chosen there. */
  private askLimits(): void {
    const { routes } = this.parts.run.snapshot().info;
    this.parts.prompt(routes.length === 1 ? `limit ${routes[0].name} ` : 'limit ');
  }

  /** Trips the breaker of the only route, or resets it; of several it asks which. */
  private breaker(): void {
    const { routes } = this.parts.run.snapshot();
    const open = routes.filter(({ breaker }) => breaker !== 'closed');
    if (routes.length > 1) {
      const [first] = open;
      this.parts.prompt(first === undefined ? 'trip ' : `reset ${first.info.name}`);
      return;
    }
    const action = open.length > 0 ? 'reset' : 'trip';
    this.parts.commander.ask({ type: 'breaker', route: routes[0].info.name, action });
  }
}

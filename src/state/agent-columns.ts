import { AgentState } from './agent-state.ts';
import type { RoleInfo } from './events.ts';

/**
 * One typed array per fact, one entry per agent: 10,000 agents in half a megabyte, and a snapshot
 * is a reference to them. Agents are numbered role by role.
 */
export class AgentColumns {
  readonly size: number;
  /** Code of `AgentState`: what the events say. */
  readonly state: Uint8Array;
  /** What to show: `state`, with idle agents whose role still has tasks as queued or held. */
  readonly shown: Uint8Array;
  readonly role: Uint16Array;
  /** Number within the role: the 17 of `kaoz_17`. */
  readonly number: Uint32Array;
  /** The task it works on or, when idle, worked on last; -1 before the first. */
  readonly task: Int32Array;
  readonly attempt: Uint16Array;
  readonly route: Uint16Array;
  /** Run time, ms, when it entered its state. */
  readonly sinceT: Float64Array;
  /** Output tokens over the run: reported where a call has ended, counted while it streams. */
  readonly tokens: Float64Array;
  /** Output tokens of the call under way. */
  readonly callTokens: Uint32Array;
  /** Tokens a second over the last sample. */
  readonly tokenRate: Float32Array;
  /** Nano-dollars settled; what has no known price is not in it. */
  readonly costNanoUsd: Float64Array;
  readonly done: Uint32Array;
  readonly failed: Uint32Array;
  /** `tokens` at the last sample, from which `tokenRate` is made. */
  readonly tokensAtSample: Float64Array;

  constructor(roles: readonly RoleInfo[]) {
    this.size = roles.reduce((sum, role) => sum + role.agents, 0);
    this.state = new Uint8Array(this.size);
    this.shown = new Uint8Array(this.size);
    this.role = new Uint16Array(this.size);
    this.number = new Uint32Array(this.size);
    this.task = new Int32Array(this.size).fill(-1);
    this.attempt = new Uint16Array(this.size);
    this.route = new Uint16Array(this.size);
    this.sinceT = new Float64Array(this.size);
    this.tokens = new Float64Array(this.size);
    this.callTokens = new Uint32Array(this.size);
    this.tokenRate = new Float32Array(this.size);
    this.costNanoUsd = new Float64Array(this.size);
    this.done = new Uint32Array(this.size);
    this.failed = new Uint32Array(this.size);
    this.tokensAtSample = new Float64Array(this.size);
    let agent = 0;
    roles.forEach((role, index) => {
      for (let number = 0; number < role.agents; number++, agent++) {
        this.role[agent] = index;
        this.number[agent] = number;
      }
    });
  }

  enter(agent: number, state: number, t: number): void {
    this.state[agent] = state;
    this.sinceT[agent] = t;
  }

  /** Sets what the agent's call gave in the end. @returns how much that is more than was counted */
  settleTokens(agent: number, outputTokens: number): number {
    const correction = outputTokens - this.callTokens[agent];
    this.tokens[agent] += correction;
    this.callTokens[agent] = outputTokens;
    return correction;
  }

  /**
   * Fills `shown`: as many agents without a call as their role has tasks waiting are shown as
   * queued, or as held where a gate holds the role's route.
   */
  deriveShown(waitingByRole: Int32Array, roleIsHeld: (role: number) => boolean): void {
    const left = Int32Array.from(waitingByRole);
    const held = Array.from(left, (_, role) => roleIsHeld(role));
    for (let agent = 0; agent < this.size; agent++) {
      const state = this.state[agent];
      const role = this.role[agent];
      const free = state < AgentState.connecting || state >= AgentState.done;
      if (free && left[role] > 0) {
        left[role]--;
        this.shown[agent] = held[role] ? AgentState.held : AgentState.queued;
      } else this.shown[agent] = state;
    }
  }
}

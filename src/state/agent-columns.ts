import { AgentState } from './agent-state.ts';
import type { RoleInfo } from './events.ts';

const grown = [
  'state',
  'shown',
  'role',
  'number',
  'retired',
  'task',
  'attempt',
  'route',
  'sinceT',
  'tokens',
  'callTokens',
  'tokenRate',
  'costNanoUsd',
  'reservedNanoUsd',
  'uncertainNanoUsd',
  'done',
  'failed',
  'error',
  'tokensAtSample',
] as const;

/**
 * One typed array per fact, one entry per agent: 10,000 agents in half a megabyte, and a snapshot
 * is a reference to them. Agents are numbered role by role; those that are added while a run lives
 * stand after all others.
 */
export class AgentColumns {
  size = 0;
  /** Code of `AgentState`: what the events say. */
  state = new Uint8Array(0);
  /** What to show: `state`, with idle agents whose role still has tasks as queued or held. */
  shown = new Uint8Array(0);
  role = new Uint16Array(0);
  /** Number within the role: the 17 of `kaoz_17`. */
  number = new Uint32Array(0);
  /** 1 for an agent that takes no further task: its role was made smaller. */
  retired = new Uint8Array(0);
  /** The task it works on or, when idle, worked on last; -1 before the first. */
  task = new Int32Array(0);
  attempt = new Uint16Array(0);
  route = new Uint16Array(0);
  /** Run time, ms, when it entered its state. */
  sinceT = new Float64Array(0);
  /** Output tokens over the run: reported where a call has ended, counted while it streams. */
  tokens = new Float64Array(0);
  /** Output tokens of the call under way. */
  callTokens = new Uint32Array(0);
  /** Tokens a second over the last sample. */
  tokenRate = new Float32Array(0);
  /** Nano-dollars settled; what has no known price is not in it. */
  costNanoUsd = new Float64Array(0);
  /** Set aside for the call under way, nano-dollars. */
  reservedNanoUsd = new Float64Array(0);
  /** The most that its calls without a known end may have cost. */
  uncertainNanoUsd = new Float64Array(0);
  done = new Uint32Array(0);
  failed = new Uint32Array(0);
  /** Number of the signature of its task's last failure, until the task is done; 0 for none. */
  error = new Uint16Array(0);
  /** `tokens` at the last sample, from which `tokenRate` is made. */
  tokensAtSample = new Float64Array(0);
  /** Agents of each role that are not retired. */
  private readonly sizeOfRole: number[];
  /** Agents of each role that there ever were. */
  private readonly numbered: number[];

  constructor(roles: readonly RoleInfo[]) {
    this.sizeOfRole = roles.map(() => 0);
    this.numbered = roles.map(() => 0);
    roles.forEach(({ agents }, role) => {
      this.add(role, agents);
    });
  }

  /** Agents of the role that take tasks. */
  roleSize(role: number): number {
    return this.sizeOfRole[role];
  }

  /** Agents of all roles that take tasks. */
  liveCount(): number {
    return this.sizeOfRole.reduce((sum, size) => sum + size, 0);
  }

  /** Adds agents to a role, those that were retired first, or retires the ones with the highest numbers. */
  setRoleSize(role: number, size: number): void {
    const mine = this.ofRole(role);
    const wanted = size - this.sizeOfRole[role];
    if (wanted < 0) {
      const live = mine.filter((agent) => this.retired[agent] === 0);
      for (const agent of live.slice(wanted)) this.retired[agent] = 1;
      this.sizeOfRole[role] = size;
      return;
    }
    const back = mine.filter((agent) => this.retired[agent] === 1).slice(0, wanted);
    for (const agent of back) this.retired[agent] = 0;
    this.sizeOfRole[role] += back.length;
    if (back.length < wanted) this.add(role, wanted - back.length);
  }

  /** Whether it has left: it takes no further task, and its last one has ended. */
  isGone(agent: number): boolean {
    if (this.retired[agent] === 0) return false;
    const state = this.state[agent];
    return state < AgentState.connecting || state >= AgentState.done;
  }

  /** The agents of a role, the retired ones too, in the order of their numbers. */
  ofRole(role: number): number[] {
    const out: number[] = [];
    for (let agent = 0; agent < this.size; agent++) if (this.role[agent] === role) out.push(agent);
    return out;
  }

  private add(role: number, count: number): void {
    const first = this.size;
    this.size += count;
    for (const name of grown) {
      const column = this[name];
      if (this.size <= column.length) continue;
      const longer = new (column.constructor as new (length: number) => typeof column)(this.size);
      longer.set(column as never);
      this[name] = longer as never;
    }
    for (let agent = first; agent < this.size; agent++) {
      this.role[agent] = role;
      this.number[agent] = this.numbered[role]++;
      this.task[agent] = -1;
    }
    this.sizeOfRole[role] += count;
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
      const atWork = state >= AgentState.connecting && state < AgentState.done;
      const free = !atWork && this.retired[agent] === 0;
      if (free && left[role] > 0) {
        left[role]--;
        this.shown[agent] = held[role] ? AgentState.held : AgentState.queued;
      } else this.shown[agent] = state;
    }
  }
}

import type { CodeAgent } from './code-agent.ts';
import type { AgentHealth, AgentStats } from './wrap/agent-health.ts';
import { type OldAgent, shapeOf } from './wrap/agent-shape.ts';
import { checkOptions, type WrapOptions } from './wrap/wrap-options.ts';
import { WrappedTasks } from './wrap/wrapped-tasks.ts';

export type { AgentHealth, AgentStats } from './wrap/agent-health.ts';
export type { OldAgent } from './wrap/agent-shape.ts';
export type { OldCallExtras } from './wrap/call-old-agent.ts';
export type { WrapOptions } from './wrap/wrap-options.ts';

/** An agent of before as an agent of a swarm. */
export interface WrappedAgent extends CodeAgent {
  health(): AgentHealth;
  stats(): AgentStats;
  /**
   * Takes no further task, waits for those under way, and ends the agent in its own way (`shutdown`,
   * `close`, `stop`, `dispose`, `destroy`). Rejects with a sentence where something is left.
   */
  shutdown(): Promise<void>;
}

/**
 * Makes an agent of a swarm of what there is already: a function that takes a callback, answers at once
 * or gives a promise, pieces or an emitter; a class or an object with `processTask`, `process`, `run` or
 * `execute`. It is called as `agent(prompt, { signal, ctx })`; see docs/code-agents.md.
 *
 * @throws TypeError where that is nothing that can be given a task
 */
export function wrapAgent(agent: OldAgent, options: WrapOptions = {}): WrappedAgent {
  checkOptions(options);
  return new WrappedTasks(shapeOf(agent, options), options);
}

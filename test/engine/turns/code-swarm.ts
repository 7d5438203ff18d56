import { type CodeAgent, defineAgent } from '../../../src/agents/code-agent.ts';
import type { EngineConfig } from '../../../src/engine/engine-config.ts';
import { promptPlan, Swarm, type SwarmOptions } from '../swarm.ts';

/** Begins swarms whose agents are this code. @param url of the service, without `/v1` */
export function codeSwarmOn(url: () => string) {
  return (
    processTask: CodeAgent['processTask'],
    tasks = 1,
    options: Partial<SwarmOptions> = {},
    change: Partial<EngineConfig> = {},
  ): Swarm =>
    new Swarm({
      urls: [`${url()}/v1`],
      plan: promptPlan(tasks),
      code: defineAgent({ processTask }),
      ...options,
      change,
    }).start();
}

import type { ResolvedSpec } from '../../src/spec/resolved.ts';
import {
  noLimits,
  usualAlerts,
  usualBreaker,
  usualRetry,
  usualRole,
  usualTimeouts,
} from '../helpers/tuning.ts';

/** A swarm of `agents` that all work at once on the simulator at `url`, one prompt a task. */
export function benchSpec(options: {
  readonly url: string;
  readonly agents: number;
  readonly tasks: number;
  readonly out: string;
}): ResolvedSpec {
  const { url, agents, tasks, out } = options;
  return {
    name: 'bench',
    preset: 'heavy',
    seed: 1,
    agents,
    concurrency: { min: agents, max: agents, auto: false },
    batch: 1,
    autoAgents: null,
    mcpServers: [],
    roles: [
      {
        name: 'agent',
        agents,
        routes: [0],
        instructions: null,
        priority: 100,
        maxOutputTokens: null,
        ...usualRole,
      },
    ],
    routes: [
      {
        name: 'openai/sim-small',
        provider: 'openai',
        model: 'sim-small',
        baseUrl: `${url}/v1`,
        key: null,
        pool: agents,
        maxConnections: null,
        http2: false,
        gzip: false,
        ollama: null,
        limits: noLimits,
        price: null,
      },
    ],
    workload: {
      kind: 'prompts',
      items: Array.from({ length: tasks }, (_, index) => ({
        prompt: `Say something about number ${index}.`,
      })),
      repeat: 1,
      source: 'bench',
    },
    limits: noLimits,
    retry: usualRetry,
    breaker: usualBreaker,
    timeouts: usualTimeouts,
    budget: { usd: null, perAgentUsd: null, perDayUsd: null },
    alerts: usualAlerts,
    canary: null,
    healthCheckSeconds: 30,
    giveUpSeconds: 300,
    out,
    insecure: false,
    onHangup: 'drain',
    logLevel: 'info',
  };
}

import { onTestFinished } from 'vitest';
import { createProvider } from '../../../src/providers/create-provider.ts';
import type { ActiveCall, Turn, TurnFailure, TurnResult } from '../../../src/providers/provider.ts';
import type { Simulator } from '../../../src/simulator/start-simulator.ts';
import { type SimulatorOptions, startSimulator } from '../../../src/simulator/start-simulator.ts';
import { noLimits } from '../../../src/spec/defaults.ts';
import type { RouteAgent, TimeoutPolicy } from '../../../src/spec/resolved.ts';
import { http2Front } from '../../helpers/http2-front.ts';
import { patient } from '../behaviour/one-turn.ts';

export const turn: Turn = {
  model: 'm',
  messages: [
    { role: 'system', content: 'You are brief.' },
    { role: 'user', content: 'What holds a nave up?' },
  ],
  maxOutputTokens: null,
};

export const tools = [
  {
    name: 'find_city',
    description: 'finds a city',
    parameters: { type: 'object', properties: { name: { type: 'string' } } },
  },
];

export interface Told {
  readonly stages: string[];
  readonly deltas: string[];
  sent: number;
  result: TurnResult | null;
  failure: TurnFailure | null;
}

/**
 * A project on a simulator of its own, and the provider that calls an agent in it.
 *
 * @param over how it is reached; over HTTP/2 with TLS, through a server that speaks it
 */
export async function project(
  agent: Partial<RouteAgent>,
  options: SimulatorOptions = {},
  timeouts: Partial<TimeoutPolicy> = {},
  over: 'HTTP/1.1' | 'HTTP/2' = 'HTTP/1.1',
) {
  const quick = { firstTokenMs: 0, tokensPerSecond: 100_000, outputTokens: 5 };
  const simulator = await startSimulator({ ...quick, ...options });
  const front = over === 'HTTP/2' ? await http2Front(simulator.url) : null;
  const api = agent.id?.startsWith('asst_') ? 'classic' : 'agents';
  const provider = createProvider(
    {
      name: 'azure-agents/x',
      provider: 'azure-agents',
      model: 'm',
      baseUrl: null,
      key: null,
      pool: 2,
      maxConnections: null,
      http2: front !== null,
      gzip: false,
      ollama: null,
      limits: noLimits,
      price: null,
      agent: { id: 'kaoz', version: null, api, keep: false, poll: false, ...agent },
    },
    { ...patient, ...timeouts },
    { baseUrl: `${front ? new URL(front.url).origin : simulator.url}/api/projects/p`, key: 'k' },
  );
  onTestFinished(async () => {
    await provider.close();
    await simulator.stop();
    await front?.close();
  });
  /** Makes one call and gives all that the engine would have been told. */
  const call = (
    of: Turn = turn,
    onTold: (call: ActiveCall, told: Told) => void = () => {},
  ): Promise<Told> =>
    new Promise((resolve) => {
      const told: Told = { stages: [], deltas: [], sent: 0, result: null, failure: null };
      let active: ActiveCall | null = null;
      const note = () => active !== null && onTold(active, told);
      active = provider.call(of, {
        sent: () => told.sent++,
        stage: (words) => {
          told.stages.push(words);
          note();
        },
        delta: (text) => {
          told.deltas.push(text);
          note();
        },
        done: (result) => resolve({ ...told, result }),
        failed: (failure) => resolve({ ...told, failure }),
      });
    });
  return { simulator, provider, call, front };
}

/** What the simulator was asked, in its order: `POST /threads`, ids left out. */
export function asked(simulator: Simulator): string[] {
  return simulator.record().calls.map(({ method, path }) => {
    const below = path.replace('/api/projects/p', '').replace('/openai/v1', '');
    return `${method} ${below.replaceAll(/\/(thread|run|msg|conv|resp)_\w+/g, '/:')}`;
  });
}

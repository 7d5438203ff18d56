import { HttpProvider } from '../../../src/providers/http-provider.ts';
import type {
  ActiveCall,
  Provider,
  Turn,
  TurnFailure,
  TurnResult,
} from '../../../src/providers/provider.ts';
import type { TimeoutPolicy } from '../../../src/spec/resolved.ts';
import { routedServer, type ScriptedServer, type Step } from '../../helpers/scripted-server.ts';
import type { Speaker } from './speaker.ts';

export const patient: TimeoutPolicy = {
  connectSeconds: 5,
  firstTokenSeconds: 5,
  idleSeconds: 5,
  totalSeconds: null,
  taskSeconds: null,
};

export const turn: Turn = {
  model: 'm',
  messages: [{ role: 'user', content: 'Hello?' }],
  maxOutputTokens: null,
};

export const tools = [
  {
    name: 'find_city',
    description: 'finds a city',
    parameters: { type: 'object', properties: { name: { type: 'string' } } },
  },
];

export interface TurnTrace {
  readonly deltas: readonly string[];
  readonly result: TurnResult | null;
  readonly failure: TurnFailure | null;
}

/** A server with a script, and the provider that calls it. */
export interface Stage {
  readonly server: ScriptedServer;
  readonly provider: Provider;
  close(): Promise<void>;
}

/** @param mains what answers the request that matters of each call, one after the other */
export async function stageOf(
  speaker: Pick<Speaker, 'protocol' | 'besides'>,
  mains: readonly Step[][],
  timeouts: Partial<TimeoutPolicy> = {},
): Promise<Stage> {
  const server = await routedServer((request) => speaker.besides?.(request) ?? null, ...mains);
  const provider = new HttpProvider({
    protocol: speaker.protocol(server.url),
    baseUrl: server.url,
    pool: 2,
    http2: false,
    timeouts: { ...patient, ...timeouts },
  });
  return {
    server,
    provider,
    close: async () => {
      await provider.close();
      await server.close();
    },
  };
}

/** Makes one call and gives all that the engine would have been told. */
export function turnOf(
  provider: Provider,
  of: Turn = turn,
  onDelta: (call: ActiveCall) => void = () => {},
  onCall: (call: ActiveCall) => void = () => {},
): Promise<TurnTrace> {
  const deltas: string[] = [];
  return new Promise((resolve) => {
    let call: ActiveCall | null = null;
    call = provider.call(of, {
      sent() {},
      delta(text) {
        deltas.push(text);
        if (call !== null) onDelta(call);
      },
      done: (result) => resolve({ deltas, result, failure: null }),
      failed: (failure) => resolve({ deltas, result: null, failure }),
    });
    onCall(call);
  });
}

/** Serves the scripts, makes a call for each, and clears away. */
export async function turnsOf(
  speaker: Pick<Speaker, 'protocol' | 'besides'>,
  mains: readonly Step[][],
  more: { readonly timeouts?: Partial<TimeoutPolicy>; readonly turn?: Turn } = {},
): Promise<TurnTrace[]> {
  const stage = await stageOf(speaker, mains, more.timeouts);
  try {
    const traces: TurnTrace[] = [];
    for (const _ of mains) traces.push(await turnOf(stage.provider, more.turn));
    return traces;
  } finally {
    await stage.close();
  }
}

export function headOf({ streamType }: Speaker): string {
  return `HTTP/1.1 200 OK\r\ncontent-type: ${streamType}\r\nconnection: close\r\n\r\n`;
}

import { HttpProvider } from '../../src/providers/http-provider.ts';
import { OpenAiChat } from '../../src/providers/openai/openai-chat.ts';
import type { ActiveCall, Turn, TurnFailure, TurnResult } from '../../src/providers/provider.ts';
import type { TimeoutPolicy } from '../../src/spec/resolved.ts';

export interface CallTrace {
  readonly sent: boolean;
  /** Whether a connection was opened for it. */
  readonly opened: boolean;
  readonly deltas: string[];
  readonly result: TurnResult | null;
  readonly failure: TurnFailure | null;
}

const noTimeouts: TimeoutPolicy = {
  connectSeconds: 5,
  firstTokenSeconds: null,
  idleSeconds: null,
  totalSeconds: null,
  taskSeconds: null,
};

export const turn: Turn = {
  model: 'm',
  messages: [{ role: 'user', content: 'Hello?' }],
  maxOutputTokens: null,
};

export interface OneCallOptions {
  readonly timeouts?: Partial<TimeoutPolicy>;
  readonly provider?: HttpProvider;
  /** Called with the call and each delta. */
  onDelta?(call: () => ActiveCall, text: string): void;
}

export function openAiProvider(
  baseUrl: string,
  timeouts: Partial<TimeoutPolicy> = {},
  http2 = false,
): HttpProvider {
  return new HttpProvider({
    protocol: new OpenAiChat({ baseUrl, key: 'k-test' }),
    baseUrl,
    pool: 2,
    http2,
    timeouts: { ...noTimeouts, ...timeouts },
  });
}

/** Makes one call and gives all that the engine would have been told. */
export async function oneCall(baseUrl: string, options: OneCallOptions = {}): Promise<CallTrace> {
  const provider = options.provider ?? openAiProvider(baseUrl, options.timeouts);
  const deltas: string[] = [];
  let sent = false;
  let opened = false;
  const ended = await new Promise<{ result: TurnResult | null; failure: TurnFailure | null }>(
    (resolve) => {
      let call: ActiveCall | null = null;
      call = provider.call(turn, {
        sent: (onNewConnection) => {
          sent = true;
          opened = onNewConnection;
        },
        delta: (text) => {
          deltas.push(text);
          options.onDelta?.(() => call as unknown as ActiveCall, text);
        },
        done: (result) => resolve({ result, failure: null }),
        failed: (failure) => resolve({ result: null, failure }),
      });
    },
  );
  if (options.provider === undefined) await provider.close();
  return { sent, opened, deltas, ...ended };
}

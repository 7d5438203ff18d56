import type { Provider, TurnFailure, TurnResult } from '../../providers/provider.ts';
import type { TimeoutPolicy } from '../../spec/resolved.ts';

export interface CallTried {
  readonly result: TurnResult | null;
  readonly failure: TurnFailure | null;
  readonly ms: number;
}

/** The shortest answer that every service takes as a bound: Responses demands sixteen. */
const fewTokens = 16;

/** A person waits for it; an agent may think for a while. */
export const callTimeouts: TimeoutPolicy = {
  connectSeconds: 10,
  firstTokenSeconds: 120,
  idleSeconds: 60,
  totalSeconds: null,
  taskSeconds: null,
};

/**
 * Makes a call whose answer is hardly worth its price, and once more where the provider adapts.
 *
 * @param provider is closed after it
 */
export async function oneTokenCall(provider: Provider, model: string): Promise<CallTried> {
  try {
    for (;;) {
      const began = performance.now();
      const tried = await once(provider, model);
      if (tried.failure?.resend !== true) return { ...tried, ms: performance.now() - began };
    }
  } finally {
    await provider.close();
  }
}

function once(provider: Provider, model: string): Promise<Omit<CallTried, 'ms'>> {
  const messages = [{ role: 'user', content: 'Say ok.' }];
  return new Promise((resolve) => {
    provider.call(
      { model, messages, maxOutputTokens: fewTokens },
      {
        sent() {},
        delta() {},
        done: (result) => resolve({ result, failure: null }),
        failed: (failure) => resolve({ result: null, failure }),
      },
    );
  });
}

import pLimit from 'p-limit';
import { protocolOf, type RouteSecrets, type SpokenRoute } from '../protocols.ts';
import type { Turn } from '../provider.ts';

/** Questions that are asked side by side: a service limits them, apart from its calls. */
const atOnce = 4;
/** For all of them: who waits for an estimate waits no longer. */
const timeoutMs = 4_000;

/** Whether the service of a route counts what a call would send, for nothing. */
export function canCount(route: SpokenRoute, baseUrl: string): boolean {
  return protocolOf(route, { baseUrl, key: null }).count !== undefined;
}

/**
 * Has a service count what each of these turns would send: all of it, or nothing is known.
 *
 * @returns tokens, in the order of the turns
 * @throws Error where it counts none, refuses one, or takes longer than a few seconds
 */
export async function countTokens(
  route: SpokenRoute,
  secrets: RouteSecrets,
  turns: readonly Turn[],
  signal: AbortSignal,
): Promise<number[]> {
  const protocol = protocolOf(route, secrets);
  const { baseUrl, proxy = null } = secrets;
  // Loaded here: most launches ask nobody, and the screen is up the sooner for it.
  const { LookLine } = await import('../look-line.ts');
  const line = new LookLine({ baseUrl, proxy, timeoutMs }, atOnce);
  const inTurn = pLimit(atOnce);
  const one = async (turn: Turn): Promise<number> => {
    signal.throwIfAborted();
    const question = protocol.count?.(turn);
    const sight = question === undefined ? null : await line.ask(question.request);
    const tokens = sight?.status === 200 ? (question?.tokensIn(sight.body) ?? null) : null;
    if (tokens === null) throw new Error(`the service counts nothing (${sight?.status})`);
    return tokens;
  };
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const late = setTimeout(() => reject(new Error('it takes too long')), timeoutMs);
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([ended, Promise.all(turns.map((turn) => inTurn(one, turn)))]);
  } finally {
    clearTimeout(late);
    signal.removeEventListener('abort', stop);
    inTurn.clearQueue();
    await line.close();
  }
}

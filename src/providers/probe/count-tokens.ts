import pLimit from 'p-limit';
import { callsNothing } from '../../spec/providers.ts';
import type { ResolvedRoute } from '../../spec/resolved.ts';
import { protocolOf, type RouteSecrets, type SpokenRoute } from '../protocols.ts';
import type { Turn } from '../provider.ts';
import { shortRequest } from './short-request.ts';

/** Questions that are asked side by side: a service limits them, apart from its calls. */
const atOnce = 4;
/** For all of them: who waits for an estimate waits no longer. */
const timeoutMs = 4_000;

/** Whether the service of a route counts what a call would send, for nothing. */
export function canCount(route: SpokenRoute & Pick<ResolvedRoute, 'baseUrl' | 'exec'>): boolean {
  const { baseUrl, exec, provider } = route;
  if (baseUrl === null || exec !== undefined || callsNothing(provider)) return false;
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
  const place = { address: secrets.baseUrl, proxy: secrets.proxy ?? null };
  const ended = new AbortController();
  const until = AbortSignal.any([signal, ended.signal, AbortSignal.timeout(timeoutMs)]);
  const inTurn = pLimit(atOnce);
  const one = async (turn: Turn): Promise<number> => {
    const question = protocol.count?.(turn);
    if (question === undefined) throw new Error('the service counts nothing');
    const { request, tokensIn } = question;
    const { status, body } = await shortRequest({ place, request, timeoutMs, signal: until });
    const tokens = status === 200 ? tokensIn(body) : null;
    if (tokens === null) throw new Error(`the service counts nothing (${status})`);
    return tokens;
  };
  try {
    return await Promise.all(turns.map((turn) => inTurn(one, turn)));
  } finally {
    inTurn.clearQueue();
    ended.abort();
  }
}

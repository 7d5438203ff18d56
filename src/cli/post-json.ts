import { unreachableWords } from '../providers/probe/short-request.ts';
import { type ServerPlace, singleExchange } from '../providers/probe/single-exchange.ts';
import { basicCredentials } from '../providers/proxy-way.ts';

export interface PostLimits {
  readonly signal: AbortSignal;
  /** What the signal allows, ms, for the sentence about it. */
  readonly withinMs: number;
}

/**
 * Posts JSON on a connection of its own, by the way that calls go.
 *
 * @returns the status of the answer
 * @throws Error that names the host alone: the rest of such an address is often a secret
 */
export function postJson(
  place: ServerPlace,
  body: string,
  { signal, withinMs }: PostLimits,
): Promise<number> {
  const url = new URL(place.address);
  const authorization = basicCredentials(url);
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'swarmdeck',
    ...(authorization === null ? {} : { authorization }),
  };
  const request = { path: url.pathname + url.search, headers, body };
  return singleExchange({ place, request, signal }, async ({ statusCode, body: answer }) => {
    await answer.dump();
    return statusCode;
  }).catch((error: unknown) => {
    throw new Error(`${url.host} cannot be reached: ${unreachableWords(error, withinMs)}`);
  });
}

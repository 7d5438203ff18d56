import { unreachableWords } from '../../providers/probe/short-request.ts';
import { type ServerPlace, singleExchange } from '../../providers/probe/single-exchange.ts';
import { basicCredentials } from '../../providers/proxy-way.ts';
import type { AlertNotice } from './alert-notice.ts';

/**
 * Posts a notice as JSON, by the way that calls go.
 *
 * @throws Error that names the host alone: the rest of such an address is often a secret
 */
export async function postNotice(
  place: ServerPlace,
  notice: AlertNotice,
  { signal, withinMs }: { readonly signal: AbortSignal; readonly withinMs: number },
): Promise<void> {
  const url = new URL(place.address);
  const authorization = basicCredentials(url);
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'swarmdeck',
    ...(authorization === null ? {} : { authorization }),
  };
  const request = { path: url.pathname + url.search, headers, body: JSON.stringify(notice) };
  const status = await singleExchange({ place, request, signal }, async ({ statusCode, body }) => {
    await body.dump();
    return statusCode;
  }).catch((error: unknown) => {
    throw new Error(`${url.host} cannot be reached: ${unreachableWords(error, withinMs)}`);
  });
  if (status < 200 || status > 299) throw new Error(`${url.host} answered ${status}`);
}

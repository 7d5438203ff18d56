import type { RawRequest } from '../state/raw-call.ts';
import type { Turn } from './provider.ts';
import type { WireOperation } from './wire-protocol.ts';

/**
 * The request of a turn for a person to look at.
 *
 * @param key a name in place of the secret
 * @param body what was sent, where that is known; else it is made anew
 */
export function rawRequest(
  protocol: Pick<WireOperation, 'request'>,
  origin: string,
  turn: Turn,
  key: string,
  body?: string,
): RawRequest {
  const { path, headers, body: anew } = protocol.request(turn, key);
  return { method: 'POST', url: origin + path, headers, body: body ?? anew };
}

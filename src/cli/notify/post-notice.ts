import type { ServerPlace } from '../../providers/probe/single-exchange.ts';
import { type PostLimits, postJson } from '../post-json.ts';
import type { AlertNotice } from './alert-notice.ts';

/**
 * Posts a notice as JSON, by the way that calls go.
 *
 * @throws Error that names the host alone: the rest of such an address is often a secret
 */
export async function postNotice(
  place: ServerPlace,
  notice: AlertNotice,
  limits: PostLimits,
): Promise<void> {
  const status = await postJson(place, JSON.stringify(notice), limits);
  if (status < 200 || status > 299)
    throw new Error(`${new URL(place.address).host} answered ${status}`);
}

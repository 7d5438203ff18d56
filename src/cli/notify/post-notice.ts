import { JsonPost } from '../../providers/json-post.ts';
import type { AlertNotice } from './alert-notice.ts';

/**
 * Posts a notice as JSON, on a connection of its own: one comes once in a while.
 *
 * @param proxy its address; null goes straight
 * @throws Error that names the host alone: the rest of such an address is often a secret
 */
export async function postNotice(
  address: string,
  notice: AlertNotice,
  signal: AbortSignal,
  proxy: string | null,
): Promise<void> {
  const { host } = new URL(address);
  const post = new JsonPost(address, proxy);
  try {
    const status = await post
      .send(JSON.stringify(notice), signal)
      .catch(({ code, message }: Error & { code?: string }) => {
        throw new Error(`${host} cannot be reached: ${code ?? message}`);
      });
    if (status < 200 || status > 299) throw new Error(`${host} answered ${status}`);
  } finally {
    await post.close();
  }
}

import type { Environment } from '../../spec/environment.ts';
import { isLoopback } from '../../spec/resolve/base-url.ts';
import { UsageError } from '../../spec/usage-error.ts';

/**
 * Where run events are posted to: `BACKEND_URL`; null where it is not set. It is never shown or
 * written: such an address may hold a secret.
 *
 * @param insecure a name and password in it may travel over a plain line
 * @throws UsageError where it is no http or https address, or would give a password away
 */
export function backendAddress(environment: Environment, insecure: boolean): string | null {
  const written = environment.BACKEND_URL?.trim();
  if (!written) return null;
  const url = URL.canParse(written) ? new URL(written) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(
      'BACKEND_URL: expected an http or https address like http://127.0.0.1:3000/events, got something else',
    );
  }
  const isOpen = url.protocol === 'http:' && !isLoopback(written) && !insecure;
  if (isOpen && (url.username !== '' || url.password !== '')) {
    throw new UsageError(
      'BACKEND_URL: the name and password in it would travel unencrypted; use https, or allow it with --insecure',
    );
  }
  return written;
}

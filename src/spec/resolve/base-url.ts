import type { ProviderFacts } from '../providers.ts';
import { UsageError } from '../usage-error.ts';

/**
 * A service's address as the providers take it: no slash at the end.
 *
 * @param where the words that the sentence begins with
 * @throws UsageError where it is no http or https address, or carries what belongs elsewhere
 */
export function cleanBaseUrl(
  written: string,
  where: string,
  { path, query }: Pick<ProviderFacts, 'path' | 'query'>,
): string {
  const url = URL.canParse(written) ? new URL(written) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    // What does not parse may hold anything, a key too: it is not shown.
    throw new UsageError(
      `${where}: expected an http or https address like http://127.0.0.1:8080/v1, got something else`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageError(
      `${where}: expected an address without user and password; name the key as env:NAME`,
    );
  }
  const isVersion = query?.test(url.search) ?? false;
  if ((url.search !== '' && !isVersion) || url.hash !== '') {
    throw new UsageError(`${where}: expected an address without ? and #, got ${url.origin}/…`);
  }
  return url.origin + (url.pathname.replace(/\/+$/, '') || path) + url.search;
}

/** For an address whose provider is not known: it may be one that has a version in its query. */
export const anyAddress = { path: '', query: /^\?api-version=[\w-]+$/ };

/** Whether what is sent there stays on this machine. */
export function isLoopback(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}

import type { Environment } from '../environment.ts';
import { providerFacts } from '../providers.ts';
import { UsageError } from '../usage-error.ts';
import { isLoopback } from './base-url.ts';

/** What decides where a route's key is found, and whether it may be sent. */
export interface KeyQuestion {
  readonly provider: string;
  /** Null for the embedded simulator. */
  readonly baseUrl: string | null;
  /** `env:NAME` where the spec names it, and the words that a sentence about it begins with. */
  readonly named: { readonly value: string; readonly where: string } | null;
  readonly environment: Environment;
  /** The operator allows a key on a line that others can read. */
  readonly insecure: boolean;
}

/**
 * Where the key of a route is found, `env:NAME`; null where it has none. The key itself is not
 * taken: the provider reads it when it is opened.
 *
 * @throws UsageError where a needed key is not set, or would be sent over a plain line
 */
export function routeKey(question: KeyQuestion): string | null {
  const { provider, baseUrl, named, environment, insecure } = question;
  let variable: string | null = null;
  if (named !== null) {
    variable = named.value.slice('env:'.length);
    if (!environment[variable]) {
      throw new UsageError(`${named.where}: the environment variable ${variable} is not set`);
    }
  } else variable = foundKey(provider, baseUrl, environment);
  if (baseUrl === null) return null;
  const isOpen = baseUrl.startsWith('http:') && !isLoopback(baseUrl) && !insecure;
  if (variable === null) {
    if (isOpen && providerFacts(provider).agentsFrom !== undefined) {
      throw new UsageError(
        `${baseUrl}: the token of Entra ID would travel unencrypted; use https, or allow it with --insecure`,
      );
    }
    return null;
  }
  if (isOpen) {
    throw new UsageError(
      `${baseUrl}: the key in ${variable} would travel unencrypted; use https, unset ${variable}, or allow it with --insecure`,
    );
  }
  return `env:${variable}`;
}

/** The first variable that holds a key of the provider; null where none does and none is needed. */
function foundKey(
  provider: string,
  baseUrl: string | null,
  environment: Environment,
): string | null {
  const { keyFrom, keyHost } = providerFacts(provider);
  const found = keyFrom.find((variable) => environment[variable]);
  if (found !== undefined) return found;
  if (keyHost === null || baseUrl === null) return null;
  const { hostname } = new URL(baseUrl);
  if (hostname !== keyHost && !hostname.endsWith(`.${keyHost}`)) return null;
  throw new UsageError(
    `${keyFrom.join(' or ')} is not set, and ${hostname} answers nobody without one; set it in the environment or in .env, or use --provider simulator`,
  );
}

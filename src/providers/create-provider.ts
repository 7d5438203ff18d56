import { callsNothing } from '../spec/providers.ts';
import type { ResolvedRoute, TimeoutPolicy } from '../spec/resolved.ts';
import type { RawRequest } from '../state/raw-call.ts';
import { openExec } from './exec/open-exec.ts';
import { HttpProvider, type HttpProviderOptions } from './http-provider.ts';
import { NoModel } from './no-model.ts';
import { OllamaProvider } from './ollama/ollama-provider.ts';
import { operationOf } from './operation-of.ts';
import { protocolOf, type RouteSecrets, type SpokenRoute } from './protocols.ts';
import type { Provider, Turn } from './provider.ts';
import { rawRequest } from './raw-request.ts';

export type { RouteSecrets } from './protocols.ts';

/**
 * Opens a route. The spec has been resolved: its provider is one that there is.
 *
 * @throws UsageError where a program cannot be run as its route says
 */
export function createProvider(
  route: ResolvedRoute,
  timeouts: TimeoutPolicy,
  secrets: RouteSecrets,
): Provider {
  if (callsNothing(route.provider)) return new NoModel(timeouts, route.pool);
  const { exec } = route;
  if (exec !== undefined)
    return openExec({ ...route, exec }, timeouts, secrets.environment ?? process.env);
  const options: HttpProviderOptions = {
    protocol: protocolOf(route, secrets),
    baseUrl: secrets.baseUrl,
    pool: route.pool,
    http2: route.http2,
    proxy: secrets.proxy,
    gzip: route.gzip,
    timeouts,
    // Ours tells what OpenAI does, at an address that says nothing.
    ...(route.provider === 'simulator' ? { minuteUnits: { requests: true, tokens: true } } : {}),
  };
  // A run that was begun before there was this setting has none.
  if (!route.ollama) return new HttpProvider(options);
  return new OllamaProvider({ ...options, key: secrets.key, policy: route.ollama });
}

/**
 * The request that a turn would be sent as, without a connection and without a secret.
 *
 * @param secrets `key` is a name in place of the secret; null where the route needs none
 */
export function requestOf(route: SpokenRoute, secrets: RouteSecrets, turn: Turn): RawRequest {
  const protocol = protocolOf(route, secrets);
  const operation = operationOf(protocol, turn);
  // Of one that is refused, what was meant is to be seen.
  const asked = typeof operation === 'string' ? protocol : operation;
  return rawRequest(asked, new URL(secrets.baseUrl).origin, turn, secrets.key ?? '');
}

import type { ResolvedRoute, TimeoutPolicy } from '../spec/resolved.ts';
import type { RawRequest } from '../state/raw-call.ts';
import { HttpProvider } from './http-provider.ts';
import { OpenAiChat } from './openai-chat.ts';
import type { Provider, Turn } from './provider.ts';
import { rawRequest } from './raw-request.ts';
import type { WireProtocol } from './wire-protocol.ts';

/** What is known only when a run starts: the address of an embedded simulator, and the key itself. */
export interface RouteSecrets {
  readonly baseUrl: string;
  readonly key: string | null;
}

const protocols: Record<string, (secrets: RouteSecrets) => WireProtocol> = {
  openai: (secrets) => new OpenAiChat(secrets),
  simulator: (secrets) => new OpenAiChat(secrets),
};

/** Opens a route. The spec has been resolved: its provider is one of those above. */
export function createProvider(
  route: ResolvedRoute,
  timeouts: TimeoutPolicy,
  secrets: RouteSecrets,
): Provider {
  return new HttpProvider({
    protocol: protocols[route.provider](secrets),
    baseUrl: secrets.baseUrl,
    pool: route.pool,
    http2: route.http2,
    timeouts,
    // Ours tells what OpenAI does, at an address that says nothing.
    ...(route.provider === 'simulator' ? { minuteUnits: { requests: true, tokens: true } } : {}),
  });
}

/**
 * The request that a turn would be sent as, without a connection and without a secret.
 *
 * @param secrets `key` is a name in place of the secret; null where the route needs none
 */
export function requestOf(provider: string, secrets: RouteSecrets, turn: Turn): RawRequest {
  const protocol = protocols[provider](secrets);
  return rawRequest(protocol, new URL(secrets.baseUrl).origin, turn, secrets.key ?? '');
}

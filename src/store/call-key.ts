import { createHash } from 'node:crypto';
import { isCacheableRole, isCacheableRoute } from '../spec/cacheable.ts';
import type { ResolvedRole, ResolvedRoute } from '../spec/resolved.ts';
import { withoutCredentials } from './run-record.ts';

/** The words of a call. */
type Messages = readonly { readonly role: string; readonly content: string }[];

/**
 * What identical calls have in common, as a hash: where they go (provider, address, model), what is said,
 * the schema of the answer and the sampling. No key is a part of it. How long an answer may be is none
 * either: one that came to its own end is the same under any bound that it fits in.
 *
 * @returns null for a call whose answer is another one each time: with a temperature, with tools, of code,
 *   of a program or of an agent at a service
 */
export function callKey(
  route: ResolvedRoute,
  role: ResolvedRole,
  messages: Messages,
): Buffer | null {
  if (!isCacheableRole(role) || !isCacheableRoute(route)) return null;
  const { provider, model, baseUrl, ollama } = route;
  const { temperature, topP, seed, stop } = role.sampling ?? {};
  const call = [
    // The embedded simulator has another port in every run, and is one address.
    [provider, baseUrl === null ? 'simulator' : withoutCredentials(baseUrl), model],
    ollama?.api ?? null,
    [temperature, topP ?? null, seed ?? null, stop ?? null],
    role.schema ?? null,
    messages.map((message) => [message.role, message.content]),
  ];
  return createHash('sha256').update(JSON.stringify(call)).digest();
}

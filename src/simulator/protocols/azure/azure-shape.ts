import type { Headers } from '../../http/reply.ts';
import type { HttpRequest } from '../../http/request-reader.ts';
import { openaiShape } from '../openai-shape.ts';
import { type LimitState, type Problem, Refusal } from '../protocol.ts';

/**
 * What Azure's endpoints share with OpenAI's, but for the key, which may come in a header of its own,
 * and limits, which end in plain seconds. Source: the REST reference of Foundry, `@azure/ai-agents` 1.1.
 */
export const azureShape = {
  ...openaiShape,

  keyOf(request: HttpRequest): string | null {
    return request.headers['api-key'] ?? openaiShape.keyOf(request);
  },

  limitHeaders({ requests, tokens }: LimitState): Headers {
    const headers: Record<string, string> = {};
    for (const [unit, level] of [['requests', requests] as const, ['tokens', tokens] as const]) {
      if (level === null) continue;
      headers[`x-ratelimit-limit-${unit}`] = String(level.limit);
      headers[`x-ratelimit-remaining-${unit}`] = String(level.remaining);
      headers[`x-ratelimit-reset-${unit}`] = String(Math.ceil(level.resetMs / 1000));
    }
    return headers;
  },
};

/** An error as it is told inside a reply, in Azure's words. */
export function insideError({ kind, message, retryAfterMs }: Problem): {
  readonly code: string;
  readonly message: string;
} {
  if (kind !== 'rate-limit') return { code: 'server_error', message };
  const wait =
    retryAfterMs === undefined ? '' : ` Try again in ${Math.ceil(retryAfterMs / 1000)} seconds.`;
  return { code: 'rate_limit_exceeded', message: `Rate limit is exceeded.${wait}` };
}

/** An id that nothing has. */
export function notFound(what: string, id: string): Refusal {
  return new Refusal({
    status: 404,
    kind: 'invalid-request',
    message: `No ${what} found with id '${id}'.`,
  });
}

/** The endpoints of a project, but for those that OpenAI has too, ask for it. */
export function checkVersion({ query }: HttpRequest): void {
  if (query.get('api-version')) return;
  throw new Refusal({
    status: 400,
    kind: 'invalid-request',
    message: "Missing required query parameter: 'api-version'.",
    field: 'api-version',
  });
}

/** Any agent is there but this one, so that a missing one can be tried out. */
export function isAgent(name: string): boolean {
  return !name.endsWith('no-such-agent');
}

export function unixNow(): number {
  return Math.floor(Date.now() / 1000);
}

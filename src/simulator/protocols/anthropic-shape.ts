import type { Headers } from '../http/reply.ts';
import type { HttpRequest } from '../http/request-reader.ts';
import type { LimitState, Problem } from './protocol.ts';

/**
 * What all endpoints of the Anthropic API share. The key is taken from either header: older clients
 * send `x-api-key`, the official one sends a bearer token since its version 1.
 * Source: the API reference, the pages on errors and rate limits, `@anthropic-ai/sdk` 1.12.
 */
export const anthropicShape = {
  keyOf({ headers }: HttpRequest): string | null {
    const bearer = /^Bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1];
    return headers['x-api-key'] ?? bearer ?? null;
  },

  problem(problem: Problem): { headers: Headers; body: string } {
    const { retryAfterMs } = problem;
    const wait: Headers =
      retryAfterMs === undefined || problem.kind === 'quota'
        ? {}
        : { 'retry-after': waitOf(problem, retryAfterMs) };
    return {
      headers: { 'content-type': 'application/json', ...wait },
      body: JSON.stringify(anthropicError(problem)),
    };
  },

  limitHeaders(limits: LimitState): Headers {
    const headers: Record<string, string> = {};
    for (const unit of ['requests', 'tokens'] as const) {
      const level = limits[unit];
      if (level === null) continue;
      const name = `anthropic-ratelimit-${unit}`;
      headers[`${name}-limit`] = String(level.limit);
      headers[`${name}-remaining`] = String(level.remaining);
      headers[`${name}-reset`] = new Date(Date.now() + level.resetMs).toISOString();
    }
    return headers;
  },
};

const types: Record<Problem['kind'], string> = {
  'invalid-request': 'invalid_request_error',
  'invalid-key': 'authentication_error',
  forbidden: 'permission_error',
  'unknown-path': 'not_found_error',
  'model-not-found': 'not_found_error',
  'too-large': 'request_too_large',
  'rate-limit': 'rate_limit_error',
  quota: 'rate_limit_error',
  server: 'api_error',
  unavailable: 'api_error',
  overloaded: 'overloaded_error',
};

/** The body of an error, which is also the data of an error inside a stream. */
export function anthropicError({ kind, message }: Problem): object {
  const details =
    kind === 'quota' ? { details: { error_code: 'enforced_spend_limit_reached' } } : {};
  return {
    type: 'error',
    error: { type: types[kind], message, ...details },
    request_id: 'req_simulated',
  };
}

function waitOf({ retryAfterAsDate }: Problem, ms: number): string {
  if (!retryAfterAsDate) return String(Math.ceil(ms / 1000));
  return new Date(Math.ceil((Date.now() + ms) / 1000) * 1000).toUTCString();
}

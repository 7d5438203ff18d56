import { goDuration } from '../go-duration.ts';
import type { Headers } from '../http/reply.ts';
import type { HttpRequest } from '../http/request-reader.ts';
import type { LimitState, Problem } from './protocol.ts';

/**
 * What all endpoints of the OpenAI API share: the key, the errors, the headers of the limits.
 * Source: the API reference, the guides on errors and rate limits, and what the `openai` SDK 7
 * reads.
 */
export const openaiShape = {
  keyOf(request: HttpRequest): string | null {
    const { authorization = '', 'api-key': azure } = request.headers;
    return /^Bearer\s+(.+)$/i.exec(authorization)?.[1] ?? azure ?? null;
  },

  problem(problem: Problem): { headers: Headers; body: string } {
    return {
      headers: { 'content-type': 'application/json', ...retryAfter(problem) },
      body: JSON.stringify(openaiError(problem)),
    };
  },

  limitHeaders(limits: LimitState): Headers {
    const headers: Record<string, string> = {};
    for (const unit of ['requests', 'tokens'] as const) {
      const level = limits[unit];
      if (level === null) continue;
      headers[`x-ratelimit-limit-${unit}`] = String(level.limit);
      headers[`x-ratelimit-remaining-${unit}`] = String(level.remaining);
      headers[`x-ratelimit-reset-${unit}`] = goDuration(level.resetMs);
    }
    return headers;
  },
};

/** Type and code of every problem. */
const words: Record<Problem['kind'], { readonly type: string; readonly code: string | null }> = {
  'invalid-request': { type: 'invalid_request_error', code: null },
  'invalid-key': { type: 'invalid_request_error', code: 'invalid_api_key' },
  forbidden: { type: 'invalid_request_error', code: 'unsupported_country_region_territory' },
  'unknown-path': { type: 'invalid_request_error', code: 'unknown_url' },
  'model-not-found': { type: 'invalid_request_error', code: 'model_not_found' },
  'too-large': { type: 'invalid_request_error', code: 'context_length_exceeded' },
  'rate-limit': { type: 'rate_limit_error', code: 'rate_limit_exceeded' },
  quota: { type: 'insufficient_quota', code: 'insufficient_quota' },
  server: { type: 'server_error', code: null },
  unavailable: { type: 'service_unavailable_error', code: 'server_is_overloaded' },
  overloaded: { type: 'service_unavailable_error', code: 'slow_down' },
};

/** The body of an error, which is also the event of an error inside a stream. */
export function openaiError(problem: Problem): object {
  const { type, code } = words[problem.kind];
  return { error: { message: problem.message, type, param: problem.field ?? null, code } };
}

function retryAfter(problem: Problem): Headers {
  if (problem.retryAfterMs === undefined) return {};
  if (problem.retryAfterAsDate) {
    // A date has whole seconds: rounded up, because sooner would be too soon.
    const backAt = Math.ceil((Date.now() + problem.retryAfterMs) / 1000) * 1000;
    return { 'retry-after': new Date(backAt).toUTCString() };
  }
  return {
    'retry-after': String(Math.ceil(problem.retryAfterMs / 1000)),
    'retry-after-ms': String(Math.ceil(problem.retryAfterMs)),
  };
}

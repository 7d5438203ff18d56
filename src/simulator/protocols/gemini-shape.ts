import type { Headers } from '../http/reply.ts';
import type { HttpRequest } from '../http/request-reader.ts';
import type { Problem } from './protocol.ts';

/**
 * What all endpoints of the Gemini API share. It tells nothing of its limits in headers, and the wait
 * of a refusal stands in its body.
 * Source: the API reference, and `@google/genai` 3.1.
 */
export const geminiShape = {
  keyOf({ headers, query }: HttpRequest): string | null {
    return headers['x-goog-api-key'] ?? query.get('key');
  },

  problem(problem: Problem): { headers: Headers; body: string } {
    return {
      headers: { 'content-type': 'application/json; charset=UTF-8' },
      body: JSON.stringify(geminiError(problem)),
    };
  },

  limitHeaders: (): Headers => ({}),
};

const statuses: Record<Problem['kind'], string> = {
  'invalid-request': 'INVALID_ARGUMENT',
  'invalid-key': 'UNAUTHENTICATED',
  forbidden: 'PERMISSION_DENIED',
  'unknown-path': 'NOT_FOUND',
  'model-not-found': 'NOT_FOUND',
  'too-large': 'INVALID_ARGUMENT',
  'rate-limit': 'RESOURCE_EXHAUSTED',
  quota: 'RESOURCE_EXHAUSTED',
  server: 'INTERNAL',
  unavailable: 'UNAVAILABLE',
  overloaded: 'UNAVAILABLE',
};

const rpc = 'type.googleapis.com/google.rpc';

/** The body of an error, which is also the data of an error inside a stream. */
export function geminiError({ status, kind, message, retryAfterMs }: Problem): object {
  const details: object[] = [];
  if (kind === 'quota')
    details.push({
      '@type': `${rpc}.QuotaFailure`,
      violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier' }],
    });
  else if (retryAfterMs !== undefined)
    details.push({ '@type': `${rpc}.RetryInfo`, retryDelay: `${Math.ceil(retryAfterMs / 1000)}s` });
  return { error: { code: status, message, status: statuses[kind], details } };
}

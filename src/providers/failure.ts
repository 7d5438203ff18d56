import type { FailureClass } from '../state/events.ts';
import { type ErrorBody, readErrorBody } from './error-body.ts';
import type { TurnFailure } from './provider.ts';
import { retryAfterMs, shouldRetry } from './retry-after.ts';

/** Codes with which an exhausted account answers 429; trying again is useless. */
const quotaCodes = new Set([
  'insufficient_quota',
  'credit_balance_exhausted',
  'organization_spend_limit_exceeded',
  'project_spend_limit_exceeded',
  'organization_usage_limit_exceeded',
  // Anthropic's, until the end of a month or a change of tier.
  'enforced_spend_limit_reached',
  'contract_spend_limit_reached',
  // Ours, for Google's quota of a day.
  'quota_of_the_day',
]);

/** The failure that a reply with an error status stands for. */
export function failureOfStatus(
  status: number,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: string,
): TurnFailure {
  const error = readErrorBody(body);
  const waitMs = retryAfterMs(headers, body);
  // OpenRouter is out of credits for good, unless it says when to come back.
  const comesBack = status === 402 && waitMs !== null;
  return {
    class: comesBack ? 'rate-limited' : classOf(status, error),
    message: error.message === '' ? `HTTP ${status}` : `${status}: ${error.message}`,
    status,
    retryAfterMs: waitMs,
    shouldRetry: shouldRetry(headers),
    uncertain: false,
    hints: null,
  };
}

/** The failure that an error inside a 200 stream stands for; the call may have been billed. */
export function failureInStream(error: ErrorBody): TurnFailure {
  const status =
    Number(error.code) >= 400
      ? Number(error.code)
      : (statusWords[error.code] ?? statusWords[error.type] ?? statusOfText(error.message));
  return {
    class: classOf(status ?? 500, error),
    message: `error in the stream: ${error.message}`,
    status: status ?? null,
    retryAfterMs: retryAfterMs({}, error.message),
    shouldRetry: null,
    uncertain: true,
    hints: null,
  };
}

/** A failure with no reply to read. */
export function plainFailure(
  failureClass: FailureClass,
  message: string,
  uncertain: boolean,
): TurnFailure {
  return {
    class: failureClass,
    message,
    status: null,
    retryAfterMs: null,
    shouldRetry: null,
    uncertain,
    hints: null,
  };
}

/** Ollama tells by the text alone. */
function statusOfText(message: string): number | undefined {
  return /^server busy\b/.test(message) ? 503 : undefined;
}

const statusWords: Record<string, number | undefined> = {
  rate_limit_exceeded: 429,
  slow_down: 429,
  server_is_overloaded: 503,
  insufficient_quota: 429,
  content_filter: 400,
  context_length_exceeded: 400,
  // Anthropic tells by the type alone.
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  overloaded_error: 529,
};

/** Google refuses a key with 400 and these words. */
const refusedKey = /^API key (not (valid|found)|expired)\b/i;

/** Status and code to class, by the error tables of OpenAI and of what is compatible with it. */
function classOf(status: number, error: ErrorBody): FailureClass {
  if (quotaCodes.has(error.code) || error.type === 'insufficient_quota') return 'quota';
  if (error.code === 'content_filter') return 'content-filter';
  if (status === 400 && refusedKey.test(error.message)) return 'auth';
  // Groq's, of a model that did not keep to the schema.
  if (error.code === 'json_validate_failed') return 'invalid-output';
  switch (status) {
    case 401:
    case 403:
      return 'auth';
    case 402:
      return 'quota';
    case 404:
      return 'not-found';
    case 408:
      return 'timeout';
    case 409:
      return 'server';
    case 429:
      return 'rate-limited';
    case 498:
    case 503:
    case 529:
      return 'overloaded';
  }
  return status >= 500 ? 'server' : 'invalid-request';
}

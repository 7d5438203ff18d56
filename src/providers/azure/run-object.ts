import type { Usage } from '../../state/events.ts';
import { errorFields } from '../error-body.ts';
import { failureInStream, plainFailure } from '../failure.ts';
import { isObject, tokens } from '../guarded-reader.ts';
import type { TurnFailure } from '../provider.ts';
import type { ToolCallPart } from '../tool-call-parts.ts';

/** A run of a classic agent, as far as it matters here. */
export interface WireRun {
  readonly id?: string;
  readonly status?: string;
  readonly required_action?: {
    readonly submit_tool_outputs?: { readonly tool_calls?: readonly ToolCallPart[] };
  } | null;
  readonly last_error?: object | null;
  readonly incomplete_details?: { readonly reason?: string } | null;
  readonly usage?: {
    readonly prompt_tokens?: number;
    readonly completion_tokens?: number;
    /** Both spellings have been seen. */
    readonly prompt_token_details?: { readonly cached_tokens?: number } | null;
    readonly prompt_tokens_details?: { readonly cached_tokens?: number } | null;
  } | null;
}

/** Words of a run that has not come to its end. */
const goingOn = new Set(['queued', 'in_progress', 'cancelling']);

/** Words of a run that ended well, or waits for tools. */
export const finishReasons: Readonly<Record<string, string>> = {
  completed: 'stop',
  incomplete: 'length',
  requires_action: 'tool_calls',
};

export function isGoingOn({ status }: WireRun): boolean {
  return goingOn.has(status ?? '');
}

export function callsOf(run: WireRun): readonly ToolCallPart[] {
  const calls = run.required_action?.submit_tool_outputs?.tool_calls ?? [];
  return calls.map((call, index) => ({ ...call, index }));
}

/** Null where none was told; cached tokens are inside the prompt's. */
export function usageOf({ usage }: WireRun): Usage | null {
  if (!isObject(usage)) return null;
  const details = usage.prompt_token_details ?? usage.prompt_tokens_details;
  const cacheReadTokens = tokens(details?.cached_tokens);
  return {
    inputTokens: Math.max(0, tokens(usage.prompt_tokens) - cacheReadTokens),
    cacheReadTokens,
    cacheWriteTokens: 0,
    outputTokens: tokens(usage.completion_tokens),
    estimated: false,
  };
}

/**
 * Why a run that has ended gave no answer; null where it did, or wants tools called.
 *
 * A limit of the model is told here, inside a 200, and is a 429 all the same. Such a run cost nothing
 * if it reports no tokens and none had come: the model was never asked.
 *
 * @param text what of the answer had come
 */
export function failureOfRun(run: WireRun, text: string): TurnFailure | null {
  switch (run.status) {
    case 'completed':
    case 'requires_action':
      return null;
    case 'incomplete':
      return run.incomplete_details?.reason === 'content_filter'
        ? plainFailure('content-filter', 'the answer was filtered', true)
        : null;
    case 'expired':
      return plainFailure('timeout', 'the run expired at the service', true);
    case 'cancelled':
      return plainFailure('server', 'the run was cancelled at the service', true);
    case 'failed':
      return failed(run, text);
  }
  return plainFailure('truncated', `the run ended while it was ${statusWords(run)}`, true);
}

function failed(run: WireRun, text: string): TurnFailure {
  const error = isObject(run.last_error) ? errorFields({ error: run.last_error }) : null;
  const none = { message: 'the service gave no reason', type: '', code: '' };
  const failure = failureInStream(error ?? none);
  const usage = usageOf(run);
  const worked = text !== '' || (usage !== null && usage.inputTokens + usage.outputTokens > 0);
  return failure.class === 'rate-limited' ? { ...failure, uncertain: worked } : failure;
}

function statusWords({ status }: WireRun): string {
  return typeof status === 'string' && status !== '' ? status : 'without a status';
}

import type { Usage } from '../../state/events.ts';
import { AnswerReader } from '../answer-reader.ts';
import { errorFields } from '../error-body.ts';
import { tokens } from '../guarded-reader.ts';

interface WireUsage {
  readonly input_tokens?: number;
  readonly output_tokens?: number;
  readonly input_tokens_details?: { cached_tokens?: number; cache_write_tokens?: number } | null;
}

interface WireItem {
  readonly type?: string;
  readonly call_id?: string;
  readonly name?: string;
  readonly arguments?: string;
  readonly content?: readonly { type?: string; text?: string; refusal?: string }[];
}

export interface WireResponse {
  readonly id?: string;
  readonly status?: string;
  readonly output?: readonly WireItem[];
  readonly error?: object | null;
  readonly incomplete_details?: { reason?: string } | null;
  readonly usage?: WireUsage | null;
}

interface WireEvent {
  readonly type?: string;
  readonly delta?: string;
  readonly output_index?: number;
  readonly item?: WireItem;
  readonly response?: WireResponse;
}

/** Reads one reply of Responses. A terminal event carries the whole reply once more. */
export class ResponsesReader extends AnswerReader {
  private called = false;

  override event(data: string, name: string): void {
    // Not promised, and seen: the terminal event came before it.
    if (data !== '[DONE]') super.event(data, name);
  }

  protected chunk(json: unknown): void {
    const event = (json ?? {}) as WireEvent;
    const index = event.output_index ?? 0;
    switch (event.type) {
      case 'response.output_text.delta':
      case 'response.refusal.delta':
        if (typeof event.delta !== 'string') return;
        // Every event has a number of its own, so that none is like the one before: nothing is learnt.
        this.take(event.delta);
        return;
      case 'response.output_item.added':
        this.begin(index, event.item ?? {});
        return;
      case 'response.function_call_arguments.delta':
        this.calls.add([{ index, function: { arguments: event.delta ?? '' } }]);
        return;
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        this.end(event.response ?? {});
        return;
      case 'error':
        this.failWith(errorFields(json), 'the service gave no reason');
    }
  }

  protected reply(json: unknown): void {
    const response = (json ?? {}) as WireResponse;
    response.output?.forEach((item, index) => {
      this.begin(index, item);
      if (item.type === 'function_call')
        this.calls.add([{ index, function: { arguments: item.arguments ?? '' } }]);
      for (const { text, refusal } of item.content ?? []) this.take(text ?? refusal ?? '');
    });
    this.end(response);
  }

  private begin(index: number, item: WireItem): void {
    if (item.type !== 'function_call') return;
    this.called = true;
    this.calls.add([{ index, id: item.call_id, function: { name: item.name } }]);
  }

  private end({ status, error, incomplete_details: details, usage }: WireResponse): void {
    if (usage) this.usage = usageOf(usage);
    if (status === 'failed')
      return this.failWith(error ? errorFields({ error }) : null, 'the service gave no reason');
    if (details?.reason === 'content_filter') return this.filtered();
    if (status !== 'completed' && status !== 'incomplete')
      return this.truncated(`the reply ended while it was ${status ?? 'without a status'}`);
    if (status === 'incomplete') this.finishReason = 'length';
    else this.finishReason = this.called ? 'tool_calls' : 'stop';
    this.finish();
  }
}

/** Cached tokens are inside the input's, reasoning inside the output's. */
function usageOf(usage: WireUsage): Usage {
  const cacheReadTokens = tokens(usage.input_tokens_details?.cached_tokens);
  const cacheWriteTokens = tokens(usage.input_tokens_details?.cache_write_tokens);
  return {
    inputTokens: Math.max(0, tokens(usage.input_tokens) - cacheReadTokens - cacheWriteTokens),
    cacheReadTokens,
    cacheWriteTokens,
    outputTokens: tokens(usage.output_tokens),
    estimated: false,
  };
}

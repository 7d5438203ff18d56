import type { Usage } from '../state/events.ts';
import { ChunkTemplate } from './chunk-template.ts';
import { errorFields } from './error-body.ts';
import { failureInStream, plainFailure } from './failure.ts';
import type { Turn } from './provider.ts';
import type { ReplyReader, ReplySink, WireProtocol, WireRequest } from './wire-protocol.ts';

export interface OpenAiChatOptions {
  /** With its path, without a slash at the end: `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly key: string | null;
}

interface WireUsage {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
  readonly prompt_tokens_details?: { cached_tokens?: number; cache_write_tokens?: number } | null;
}

interface WireChoice {
  readonly delta?: { content?: string | null };
  readonly message?: { content?: string | null; refusal?: string | null };
  readonly finish_reason?: string | null;
}

interface WireReply {
  readonly choices?: readonly WireChoice[];
  readonly usage?: WireUsage | null;
}

/**
 * Chat Completions, streaming with usage, of OpenAI and of every server compatible with it.
 *
 * @see https://platform.openai.com/docs/api-reference/chat
 */
export class OpenAiChat implements WireProtocol {
  private readonly path: string;
  private readonly headers: Record<string, string>;
  private readonly hasKey: boolean;
  private readonly tokenField: string;
  private asksUsage = true;

  constructor(options: OpenAiChatOptions) {
    const url = new URL(options.baseUrl);
    this.path = `${url.pathname.replace(/\/$/, '')}/chat/completions`;
    this.headers = {
      'content-type': 'application/json',
      accept: 'text/event-stream, application/json',
      'accept-encoding': 'gzip, br',
      ...(options.key === null ? {} : authorization(options.key)),
    };
    this.hasKey = options.key !== null;
    // Reasoning models refuse the older name; many compatible servers know only the older one.
    this.tokenField = /(^|\.)(openai|azure)\.com$/.test(url.hostname)
      ? 'max_completion_tokens'
      : 'max_tokens';
  }

  request(turn: Turn, key?: string): WireRequest {
    const body = JSON.stringify({
      model: turn.model,
      messages: turn.messages,
      stream: true,
      ...(this.asksUsage ? { stream_options: { include_usage: true } } : {}),
      ...(turn.maxOutputTokens === null ? {} : { [this.tokenField]: turn.maxOutputTokens }),
    });
    const { path, headers } = this;
    if (key === undefined || !this.hasKey) return { path, headers, body };
    return { path, headers: { ...headers, ...authorization(key) }, body };
  }

  reader(turn: Turn, sink: ReplySink): ReplyReader {
    return new ChatReader(turn, sink);
  }

  /** Some servers refuse `stream_options`: what asked for it is asked once more without it. */
  adapt(request: WireRequest, status: number, body: string): boolean {
    if (status !== 400 || !body.includes('stream_options')) return false;
    this.asksUsage = false;
    // Inside a message the quotes would be escaped.
    return request.body.includes('"stream_options":');
  }
}

class ChatReader implements ReplyReader {
  text = '';
  private readonly turn: Turn;
  private readonly sink: ReplySink;
  private readonly template = new ChunkTemplate();
  private deltas = 0;
  private usage: WireUsage | null = null;
  private finishReason: string | null = null;
  private ended = false;

  constructor(turn: Turn, sink: ReplySink) {
    this.turn = turn;
    this.sink = sink;
  }

  knownEvent(bytes: Buffer): boolean {
    const text = this.ended ? null : this.template.match(bytes);
    if (text === null) return false;
    this.take(text);
    return true;
  }

  event(data: string): void {
    if (this.ended) return;
    if (data === '[DONE]') this.finish();
    else this.parse(data);
  }

  streamEnd(): void {
    if (this.ended) return;
    if (this.finishReason !== null) this.finish();
    else this.fail('truncated', 'the stream ended without its end marker');
  }

  body(text: string): void {
    let reply: WireReply;
    try {
      reply = JSON.parse(text);
    } catch {
      return this.fail('truncated', 'the reply is not whole JSON');
    }
    const error = hasError(reply) ? errorFields(reply) : null;
    if (error !== null) return this.sink.failed(failureInStream(error));
    const choice = reply?.choices?.[0];
    if (typeof choice?.finish_reason !== 'string')
      return this.fail('truncated', 'the reply holds no finished choice');
    this.finishReason = choice.finish_reason;
    this.usage = reply.usage ?? null;
    const answer = choice.message?.content ?? choice.message?.refusal ?? '';
    if (answer !== '') this.take(answer);
    this.finish();
  }

  private parse(data: string): void {
    let chunk: WireReply | null;
    try {
      chunk = JSON.parse(data);
    } catch {
      return this.fail('truncated', 'an event of the stream is not whole JSON');
    }
    if (hasError(chunk)) {
      const error = errorFields(chunk);
      this.ended = true;
      if (error !== null) this.sink.failed(failureInStream(error));
      return;
    }
    if (chunk?.usage) this.usage = chunk.usage;
    const choice = chunk?.choices?.[0];
    if (!choice) return;
    const content = choice.delta?.content;
    if (typeof content === 'string' && content !== '') {
      if (typeof choice.finish_reason !== 'string' && !chunk?.usage)
        this.template.learn(data, content);
      this.take(content);
    }
    if (typeof choice.finish_reason === 'string') this.finishReason = choice.finish_reason;
  }

  private take(text: string): void {
    this.text += text;
    this.deltas++;
    this.sink.delta(text);
  }

  private finish(): void {
    this.ended = true;
    if (this.finishReason === 'content_filter')
      return this.sink.failed(plainFailure('content-filter', 'the answer was filtered', true));
    this.sink.done({
      text: this.text,
      usage: this.usage === null ? this.countedUsage() : usageOf(this.usage),
      finishReason: this.finishReason ?? 'stop',
      hints: null,
    });
  }

  private fail(failureClass: 'truncated', message: string): void {
    this.ended = true;
    this.sink.failed(plainFailure(failureClass, message, true));
  }

  /** Where the server reported none: a token for each delta, and one for four characters sent. */
  private countedUsage(): Usage {
    const sent = this.turn.messages.reduce((sum, { content }) => sum + content.length, 0);
    return {
      inputTokens: Math.ceil(sent / 4),
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: this.deltas,
      estimated: true,
    };
  }
}

function authorization(key: string): { authorization: string } {
  return { authorization: `Bearer ${key}` };
}

function hasError(reply: unknown): boolean {
  return (
    typeof reply === 'object' && reply !== null && Boolean((reply as { error?: unknown }).error)
  );
}

/** OpenAI counts cached tokens inside `prompt_tokens`; the buckets here are disjoint. */
function usageOf(usage: WireUsage): Usage {
  const cacheReadTokens = tokens(usage.prompt_tokens_details?.cached_tokens);
  const cacheWriteTokens = tokens(usage.prompt_tokens_details?.cache_write_tokens);
  return {
    inputTokens: Math.max(0, tokens(usage.prompt_tokens) - cacheReadTokens - cacheWriteTokens),
    cacheReadTokens,
    cacheWriteTokens,
    outputTokens: tokens(usage.completion_tokens),
    estimated: false,
  };
}

/** Whatever a server says, what is added up is a number. */
function tokens(value: unknown): number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value) ? value : 0;
}

import { AnswerReader } from '../answer-reader.ts';
import { isObject } from '../guarded-reader.ts';
import type { Turn } from '../provider.ts';
import type { ToolCallPart } from '../tool-call-parts.ts';
import type { ReplySink } from '../wire-protocol.ts';
import { type ChatUsage, chatUsage } from './chat-usage.ts';

interface WireChoice {
  readonly delta?: {
    content?: string | null;
    refusal?: string | null;
    tool_calls?: readonly ToolCallPart[] | null;
  };
  readonly message?: {
    content?: string | null;
    refusal?: string | null;
    tool_calls?: readonly ToolCallPart[] | null;
  };
  readonly finish_reason?: string | null;
}

interface WireReply {
  readonly choices?: readonly WireChoice[];
  readonly usage?: ChatUsage | null;
}

/** Reads one reply of Chat Completions. */
export class ChatReader extends AnswerReader {
  private readonly usageIn: string | undefined;

  /** @param usageIn a field in which the server tells its usage too */
  constructor(turn: Turn, sink: ReplySink, usageIn?: string) {
    super(turn, sink);
    this.usageIn = usageIn;
  }

  override event(data: string, name: string): void {
    if (data === '[DONE]') this.close();
    else super.event(data, name);
  }

  /** Some servers leave the last event out. */
  override streamEnd(): void {
    if (this.finishReason === null) super.streamEnd();
    else this.close();
  }

  protected chunk(json: unknown, data: string): void {
    const { choices } = (json ?? {}) as WireReply;
    const usage = this.usageOf(json);
    if (usage) this.usage = chatUsage(usage);
    const choice = choices?.[0];
    if (!choice) return;
    const { delta, finish_reason: reason } = choice;
    if (delta?.tool_calls) this.calls.add(delta.tool_calls);
    if (typeof delta?.content === 'string') {
      if (typeof reason !== 'string' && !usage) this.learn(data, delta.content);
      this.take(delta.content);
    }
    if (typeof delta?.refusal === 'string') this.take(delta.refusal);
    if (typeof reason === 'string') this.finishReason = reason;
  }

  protected reply(json: unknown): void {
    const { choices } = (json ?? {}) as WireReply;
    const usage = this.usageOf(json);
    const choice = choices?.[0];
    if (typeof choice?.finish_reason !== 'string')
      return this.truncated('the reply holds no finished choice');
    this.finishReason = choice.finish_reason;
    if (usage) this.usage = chatUsage(usage);
    this.calls.add(choice.message?.tool_calls ?? []);
    this.take(choice.message?.content ?? choice.message?.refusal ?? '');
    this.close();
  }

  private usageOf(json: unknown): ChatUsage | null | undefined {
    const { usage } = (json ?? {}) as WireReply;
    if (usage || this.usageIn === undefined || !isObject(json)) return usage;
    return (json[this.usageIn] as WireReply | null | undefined)?.usage;
  }

  private close(): void {
    if (this.finishReason === 'content_filter') this.filtered();
    else this.finish();
  }
}

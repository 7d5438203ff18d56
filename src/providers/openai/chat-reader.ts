import { AnswerReader } from '../answer-reader.ts';
import { isObject } from '../guarded-reader.ts';
import type { Turn } from '../provider.ts';
import type { ToolCallPart } from '../tool-call-parts.ts';
import type { ReplySink } from '../wire-protocol.ts';
import type { ChatProfile } from './chat-profiles.ts';
import { type ChatUsage, chatUsage } from './chat-usage.ts';
import { reportedCost } from './reported-cost.ts';

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

/** What of a server's profile its replies are read by. */
type ReadProfile = Pick<ChatProfile, 'usageIn' | 'tellsCost'>;

/** Reads one reply of Chat Completions. */
export class ChatReader extends AnswerReader {
  private readonly profile: ReadProfile;

  constructor(turn: Turn, sink: ReplySink, profile: ReadProfile = {}) {
    super(turn, sink);
    this.profile = profile;
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
    if (usage) this.takeUsage(usage);
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
    if (usage) this.takeUsage(usage);
    this.calls.add(choice.message?.tool_calls ?? []);
    this.take(choice.message?.content ?? choice.message?.refusal ?? '');
    this.close();
  }

  private takeUsage(usage: ChatUsage): void {
    this.usage = chatUsage(usage);
    if (this.profile.tellsCost) this.costNanoUsd = reportedCost(usage);
  }

  private usageOf(json: unknown): ChatUsage | null | undefined {
    const { usage } = (json ?? {}) as WireReply;
    const { usageIn } = this.profile;
    if (usage || usageIn === undefined || !isObject(json)) return usage;
    return (json[usageIn] as WireReply | null | undefined)?.usage;
  }

  private close(): void {
    if (this.finishReason === 'content_filter') this.filtered();
    else this.finish();
  }
}

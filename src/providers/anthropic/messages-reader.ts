import type { Usage } from '../../state/events.ts';
import { AnswerReader } from '../answer-reader.ts';
import { tokens } from '../guarded-reader.ts';

/** Tokens of a cache stand beside `input_tokens`, not inside: the buckets are disjoint already. */
interface WireUsage {
  readonly input_tokens?: number;
  readonly cache_read_input_tokens?: number;
  readonly cache_creation_input_tokens?: number;
  readonly output_tokens?: number;
}

interface WireBlock {
  readonly type?: string;
  readonly text?: string;
  readonly id?: string;
  readonly name?: string;
  readonly input?: unknown;
}

interface WireMessage {
  readonly content?: readonly WireBlock[];
  readonly stop_reason?: string | null;
  readonly usage?: WireUsage | null;
}

interface WireEvent {
  readonly type?: string;
  readonly index?: number;
  readonly message?: WireMessage;
  readonly content_block?: WireBlock;
  readonly delta?: {
    readonly type?: string;
    readonly text?: string;
    readonly partial_json?: string;
    readonly stop_reason?: string | null;
  };
  readonly usage?: WireUsage | null;
}

/** The words of other services for the same ends. */
const reasons: Readonly<Record<string, string>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool_calls',
};

/** Reads one reply of Messages. Its usage comes in two parts, of which the later one holds. */
export class MessagesReader extends AnswerReader {
  private told: WireUsage | null = null;

  protected chunk(json: unknown, data: string, name: string): void {
    const event = (json ?? {}) as WireEvent;
    switch (event.type) {
      case 'message_start':
        this.note(event.message?.usage);
        return;
      case 'content_block_start':
        this.begin(event.index ?? 0, event.content_block ?? {});
        return;
      case 'content_block_delta': {
        const { type, text, partial_json: part } = event.delta ?? {};
        if (type === 'text_delta' && typeof text === 'string') {
          this.learn(data, text, `event: ${name}\ndata: `);
          this.take(text);
        } else if (type === 'input_json_delta' && typeof part === 'string')
          this.calls.add([{ index: event.index ?? 0, function: { arguments: part } }]);
        return;
      }
      case 'message_delta':
        this.note(event.usage);
        if (typeof event.delta?.stop_reason === 'string') this.stopped(event.delta.stop_reason);
        return;
      case 'message_stop':
        this.close();
    }
  }

  protected reply(json: unknown): void {
    const { content = [], stop_reason: reason, usage } = (json ?? {}) as WireMessage;
    if (typeof reason !== 'string') return this.truncated('the reply holds no finished answer');
    this.note(usage);
    this.stopped(reason);
    content.forEach((block, index) => {
      this.begin(index, block);
      if (block.type !== 'tool_use') return;
      this.calls.add([{ index, function: { arguments: JSON.stringify(block.input ?? {}) } }]);
    });
    this.close();
  }

  private begin(index: number, block: WireBlock): void {
    if (block.type === 'text' && block.text) this.take(block.text);
    if (block.type === 'tool_use')
      this.calls.add([{ index, id: block.id, function: { name: block.name } }]);
  }

  /** What is told later stands in place of what was told before: it is the sum so far. */
  private note(usage: WireUsage | null | undefined): void {
    if (usage) this.told = { ...this.told, ...usage };
  }

  private stopped(reason: string): void {
    this.finishReason = reasons[reason] ?? reason;
  }

  private close(): void {
    if (this.finishReason === null) return this.truncated('the answer has no reason to end');
    if (this.told !== null) this.usage = usageOf(this.told);
    if (this.finishReason === 'refusal') this.filtered('the model refused to answer');
    else this.finish();
  }
}

function usageOf(usage: WireUsage): Usage {
  return {
    inputTokens: tokens(usage.input_tokens),
    cacheReadTokens: tokens(usage.cache_read_input_tokens),
    cacheWriteTokens: tokens(usage.cache_creation_input_tokens),
    outputTokens: tokens(usage.output_tokens),
    estimated: false,
  };
}

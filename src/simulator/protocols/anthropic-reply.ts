import type { Headers } from '../http/reply.ts';
import { anthropicError } from './anthropic-shape.ts';
import { asciiJson } from './ascii-json.ts';
import type { Answer, AnsweredToolCall, Problem, ReplyShape } from './protocol.ts';

const stopReasons = { stop: 'end_turn', length: 'max_tokens', tool_calls: 'tool_use' } as const;

/** The texts of one reply of Messages. */
export class AnthropicReply implements ReplyShape {
  readonly headers: Headers;
  readonly streamType = 'text/event-stream; charset=utf-8';
  readonly #answer: Answer;
  readonly #model: string;
  readonly #inputTokens: number;

  constructor(model: string, inputTokens: number, answer: Answer) {
    this.#model = model;
    this.#inputTokens = inputTokens;
    this.#answer = answer;
    this.headers = {
      'request-id': `req_${answer.id}`,
      'anthropic-organization-id': 'simulated',
    };
  }

  opening(): string {
    const start = event('message_start', { message: this.#message([], null, 1) });
    if (this.#answer.toolCalls.length > 0) return start;
    return `${start}${block(0, { type: 'text', text: '' })}${event('ping')}`;
  }

  token(text: string): string {
    return `event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"${text}"}}\n\n`;
  }

  closing(): string {
    const { toolCalls, finishReason, outputTokens } = this.#answer;
    const body =
      toolCalls.length > 0
        ? toolCalls.map(toolEvents).join('')
        : event('content_block_stop', { index: 0 });
    const delta = event('message_delta', {
      delta: { stop_reason: stopReasons[finishReason], stop_sequence: null },
      usage: { output_tokens: outputTokens },
    });
    return body + delta + event('message_stop');
  }

  errorEvent(problem: Problem): string {
    return `event: error\ndata: ${asciiJson(anthropicError(problem))}\n\n`;
  }

  whole(): string {
    const { text, toolCalls, finishReason, outputTokens } = this.#answer;
    const content =
      toolCalls.length > 0
        ? toolCalls.map((call) => ({ ...toolUse(call), input: JSON.parse(call.arguments) }))
        : [{ type: 'text', text }];
    return JSON.stringify(this.#message(content, stopReasons[finishReason], outputTokens));
  }

  #message(content: readonly object[], stopReason: string | null, outputTokens: number): object {
    return {
      id: `msg_${this.#answer.id}`,
      type: 'message',
      role: 'assistant',
      model: this.#model,
      content,
      stop_reason: stopReason,
      stop_sequence: null,
      stop_details: null,
      usage: {
        input_tokens: this.#inputTokens,
        output_tokens: outputTokens,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
        output_tokens_details: { thinking_tokens: 0 },
        server_tool_use: null,
        service_tier: 'standard',
      },
    };
  }
}

function toolUse({ id, name }: AnsweredToolCall) {
  return { type: 'tool_use', id: `toolu_${id}`, name };
}

/** A call as it is streamed: its block, and its input in two halves. */
function toolEvents(call: AnsweredToolCall, index: number): string {
  const half = call.arguments.length >> 1;
  const part = (partial_json: string) =>
    event('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json } });
  return (
    block(index, { ...toolUse(call), input: {} }) +
    part(call.arguments.slice(0, half)) +
    part(call.arguments.slice(half)) +
    event('content_block_stop', { index })
  );
}

function block(index: number, content: object): string {
  return event('content_block_start', { index, content_block: content });
}

function event(type: string, more: object = {}): string {
  return `event: ${type}\ndata: ${asciiJson({ type, ...more })}\n\n`;
}

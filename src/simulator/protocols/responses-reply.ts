import type { Headers } from '../http/reply.ts';
import { asciiJson } from './ascii-json.ts';
import type { Answer, AnsweredToolCall, Problem, ReplyShape } from './protocol.ts';

/** The texts of one reply of Responses. Its events are numbered. */
export class ResponsesReply implements ReplyShape {
  readonly headers: Headers;
  readonly streamType = 'text/event-stream; charset=utf-8';
  readonly #answer: Answer;
  readonly #model: string;
  readonly #inputTokens: number;
  readonly #echo: object;
  #number = 0;

  /** @param echo fields that the reply repeats from the request */
  constructor(model: string, inputTokens: number, answer: Answer, echo: object) {
    this.#model = model;
    this.#inputTokens = inputTokens;
    this.#answer = answer;
    this.#echo = echo;
    this.headers = { 'x-request-id': `req_${answer.id}` };
  }

  opening(): string {
    const response = this.#response('in_progress', [], null);
    const begun =
      this.#event('response.created', { response }) +
      this.#event('response.in_progress', { response });
    if (this.#answer.toolCalls.length > 0) return begun;
    const part = { type: 'output_text', text: '', annotations: [], logprobs: [] };
    return (
      begun +
      this.#event('response.output_item.added', {
        output_index: 0,
        item: { ...this.#message(''), status: 'in_progress', content: [] },
      }) +
      this.#event('response.content_part.added', { ...this.#place(), part })
    );
  }

  token(text: string): string {
    return `event: response.output_text.delta\ndata: {"type":"response.output_text.delta","item_id":"msg_${this.#answer.id}","output_index":0,"content_index":0,"delta":"${text}","logprobs":[],"sequence_number":${this.#number++}}\n\n`;
  }

  closing(): string {
    const { text, toolCalls } = this.#answer;
    const items =
      toolCalls.length > 0
        ? toolCalls.map((call, index) => this.#callEvents(call, index)).join('')
        : this.#event('response.output_text.done', { ...this.#place(), text, logprobs: [] }) +
          this.#event('response.content_part.done', {
            ...this.#place(),
            part: { type: 'output_text', text, annotations: [], logprobs: [] },
          }) +
          this.#event('response.output_item.done', { output_index: 0, item: this.#message(text) });
    const response = this.#whole();
    const name = this.#answer.finishReason === 'length' ? 'incomplete' : 'completed';
    return items + this.#event(`response.${name}`, { response });
  }

  errorEvent({ message }: Problem): string {
    return this.#event('error', { code: 'server_error', message, param: null });
  }

  whole(): string {
    return JSON.stringify(this.#whole());
  }

  #whole(): object {
    const { text, toolCalls, finishReason, outputTokens } = this.#answer;
    const output = toolCalls.length > 0 ? toolCalls.map(callItem) : [this.#message(text)];
    return this.#response(finishReason === 'length' ? 'incomplete' : 'completed', output, {
      input_tokens: this.#inputTokens,
      input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
      output_tokens: outputTokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: this.#inputTokens + outputTokens,
    });
  }

  #response(status: string, output: readonly object[], usage: object | null): object {
    const { id, createdAt } = this.#answer;
    return {
      id: `resp_${id}`,
      object: 'response',
      created_at: createdAt,
      status,
      background: false,
      error: null,
      incomplete_details: status === 'incomplete' ? { reason: 'max_output_tokens' } : null,
      instructions: null,
      max_output_tokens: null,
      model: this.#model,
      previous_response_id: null,
      output,
      parallel_tool_calls: true,
      store: false,
      temperature: 1,
      text: { format: { type: 'text' } },
      tool_choice: 'auto',
      tools: [],
      top_p: 1,
      truncation: 'disabled',
      metadata: {},
      usage,
      ...this.#echo,
    };
  }

  #message(text: string) {
    return {
      type: 'message',
      id: `msg_${this.#answer.id}`,
      status: 'completed',
      role: 'assistant',
      content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
    };
  }

  /** A call as it is streamed: its item, and its arguments in two halves. */
  #callEvents(call: AnsweredToolCall, index: number): string {
    const item = callItem(call);
    const place = { item_id: item.id, output_index: index };
    const half = call.arguments.length >> 1;
    const part = (delta: string) =>
      this.#event('response.function_call_arguments.delta', { ...place, delta });
    return (
      this.#event('response.output_item.added', {
        output_index: index,
        item: { ...item, status: 'in_progress', arguments: '' },
      }) +
      part(call.arguments.slice(0, half)) +
      part(call.arguments.slice(half)) +
      this.#event('response.function_call_arguments.done', {
        ...place,
        name: call.name,
        arguments: call.arguments,
      }) +
      this.#event('response.output_item.done', { output_index: index, item })
    );
  }

  #place(): object {
    return { item_id: `msg_${this.#answer.id}`, output_index: 0, content_index: 0 };
  }

  #event(type: string, more: object): string {
    const data = asciiJson({ type, ...more, sequence_number: this.#number++ });
    return `event: ${type}\ndata: ${data}\n\n`;
  }
}

function callItem({ id, name, arguments: text }: AnsweredToolCall) {
  return {
    type: 'function_call',
    id: `fc_${id}`,
    call_id: `call_${id}`,
    name,
    arguments: text,
    status: 'completed',
  };
}

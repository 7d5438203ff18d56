import { AnthropicMessages } from '../../../../src/providers/anthropic/anthropic-messages.ts';
import type { Said, Speaker } from '../speaker.ts';

const event = (type: string, more: object = {}) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;

const inputUsage = ({ usage }: Said) =>
  usage === null
    ? {}
    : { usage: { input_tokens: usage.input, cache_read_input_tokens: usage.cacheRead } };

function toolBlocks({ toolCalls = [] }: Said): string[] {
  return toolCalls.flatMap(({ id, name, arguments: text }, at) => {
    const index = at + 1;
    const half = text.length >> 1;
    const part = (partial_json: string) =>
      event('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json } });
    return [
      event('content_block_start', {
        index,
        content_block: { type: 'tool_use', id, name, input: {} },
      }),
      part(text.slice(0, half)),
      part(text.slice(half)),
      event('content_block_stop', { index }),
    ];
  });
}

export const anthropic: Speaker = {
  name: 'anthropic',
  streamType: 'text/event-stream; charset=utf-8',
  tellsCache: true,
  argumentsAreText: true,
  protocol: (baseUrl) => new AnthropicMessages({ baseUrl, key: 'k-test' }),
  stream(said) {
    const stop_reason = said.toolCalls ? 'tool_use' : 'end_turn';
    return {
      events: [
        event('message_start', { message: { id: 'msg_1', content: [], ...inputUsage(said) } }),
        event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
        ...said.pieces.map((text) =>
          event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
        ),
        event('content_block_stop', { index: 0 }),
        ...toolBlocks(said),
      ],
      end: [
        event('message_delta', {
          delta: { stop_reason, stop_sequence: null },
          ...(said.usage === null ? {} : { usage: { output_tokens: said.usage.output } }),
        }),
        event('message_stop'),
      ],
    };
  },
  whole: ({ pieces, usage }) =>
    JSON.stringify({
      id: 'msg_1',
      type: 'message',
      content: [{ type: 'text', text: pieces.join('') }],
      stop_reason: 'end_turn',
      usage: usage && {
        input_tokens: usage.input,
        cache_read_input_tokens: usage.cacheRead,
        output_tokens: usage.output,
      },
    }),
  emptyEvent: event('ping'),
  errorEvent: (message) => event('error', { error: { type: 'overloaded_error', message } }),
  errorBody: (_, message) =>
    JSON.stringify({ type: 'error', error: { type: 'some_error', message }, request_id: 'req_1' }),
};

import { OpenAiResponses } from '../../../../src/providers/openai/openai-responses.ts';
import type { Said, Speaker } from '../speaker.ts';

const event = (type: string, more: object = {}) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;

const items = ({ toolCalls = [] }: Said) =>
  toolCalls.map(({ id, name, arguments: text }, index) => ({
    type: 'function_call',
    id: `fc_${index}`,
    call_id: id,
    name,
    arguments: text,
  }));

function responseOf(said: Said): object {
  const { usage } = said;
  return {
    id: 'resp_1',
    object: 'response',
    status: 'completed',
    error: null,
    incomplete_details: null,
    output: [
      { type: 'message', content: [{ type: 'output_text', text: said.pieces.join('') }] },
      ...items(said),
    ],
    usage: usage && {
      input_tokens: usage.input + usage.cacheRead,
      input_tokens_details: { cached_tokens: usage.cacheRead },
      output_tokens: usage.output,
    },
  };
}

export const openaiResponses: Speaker = {
  name: 'openai responses',
  streamType: 'text/event-stream; charset=utf-8',
  tellsCache: true,
  argumentsAreText: true,
  protocol: (baseUrl) => new OpenAiResponses({ baseUrl, key: 'k-test' }),
  stream: (said) => ({
    events: [
      event('response.created', { response: { status: 'in_progress' } }),
      ...said.pieces.map((delta) => event('response.output_text.delta', { delta })),
      ...items(said).flatMap((item, at) => {
        const output_index = at + 1;
        const half = item.arguments.length >> 1;
        const part = (delta: string) =>
          event('response.function_call_arguments.delta', { output_index, delta });
        return [
          event('response.output_item.added', { output_index, item: { ...item, arguments: '' } }),
          part(item.arguments.slice(0, half)),
          part(item.arguments.slice(half)),
        ];
      }),
    ],
    end: [event('response.completed', { response: responseOf(said) })],
  }),
  whole: (said) => JSON.stringify(responseOf(said)),
  emptyEvent: event('response.some_new_thing'),
  errorEvent: (message) => event('error', { code: 'server_is_overloaded', message, param: null }),
  errorBody: (_, message) =>
    JSON.stringify({ error: { message, type: 'error', param: null, code: null } }),
};

import { OpenAiChat } from '../../../../src/providers/openai/openai-chat.ts';
import type { Said, Speaker } from '../speaker.ts';

const chunk = (choices: object[], more: object = {}) =>
  `data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'm', choices, usage: null, ...more })}\n\n`;
const delta = (of: object, finish_reason: string | null = null) =>
  chunk([{ index: 0, delta: of, finish_reason }]);

function usageOf({ usage }: Said) {
  if (usage === null) return null;
  return {
    prompt_tokens: usage.input + usage.cacheRead,
    completion_tokens: usage.output,
    prompt_tokens_details: { cached_tokens: usage.cacheRead },
  };
}

function wireCalls({ toolCalls = [] }: Said) {
  return toolCalls.map(({ id, name, arguments: text }, index) => ({
    index,
    id,
    type: 'function',
    function: { name, arguments: text },
  }));
}

export const openaiChat: Speaker = {
  name: 'openai chat',
  streamType: 'text/event-stream',
  tellsCache: true,
  argumentsAreText: true,
  protocol: (baseUrl) => new OpenAiChat({ baseUrl, key: 'k-test' }),
  stream(said) {
    const calls = wireCalls(said).flatMap((call) => {
      const half = call.function.arguments.length >> 1;
      return [
        {
          ...call,
          function: { name: call.function.name, arguments: call.function.arguments.slice(0, half) },
        },
        { index: call.index, function: { arguments: call.function.arguments.slice(half) } },
      ];
    });
    const usage = usageOf(said);
    return {
      events: [
        delta({ role: 'assistant', content: '' }),
        ...said.pieces.map((content) => delta({ content })),
        ...calls.map((call) => delta({ tool_calls: [call] })),
      ],
      end: [
        delta({}, calls.length > 0 ? 'tool_calls' : 'stop'),
        ...(usage === null ? [] : [chunk([], { usage })]),
        'data: [DONE]\n\n',
      ],
    };
  },
  whole(said) {
    const calls = wireCalls(said);
    return JSON.stringify({
      id: 'c1',
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: said.pieces.join(''),
            ...(calls.length > 0 ? { tool_calls: calls } : {}),
          },
          finish_reason: calls.length > 0 ? 'tool_calls' : 'stop',
        },
      ],
      ...(said.usage === null ? {} : { usage: usageOf(said) }),
    });
  },
  emptyEvent: chunk([]),
  errorEvent: (message) =>
    `data: ${JSON.stringify({ error: { message, type: 'server_error', code: 'server_is_overloaded' } })}\n\n`,
  errorBody: (_, message) =>
    JSON.stringify({ error: { message, type: 'error', param: null, code: null } }),
};

import { OllamaChat } from '../../../../src/providers/ollama/ollama-chat.ts';
import type { Said, Speaker } from '../speaker.ts';

export const line = (json: object) =>
  `${JSON.stringify({ model: 'm', created_at: '…', ...json })}\n`;
const said = (content: string, more: object = {}) =>
  line({ message: { role: 'assistant', content, ...more }, done: false });

function calls({ toolCalls = [] }: Said): object[] {
  return toolCalls.map(({ id, name, arguments: text }) => ({
    id,
    function: { name, arguments: JSON.parse(text) },
  }));
}

/** The figures of the last line. Its prompt may have been cached; it does not say how much of it was. */
export function endOf({ usage }: Said): object {
  return {
    done: true,
    done_reason: 'stop',
    ...(usage && {
      total_duration: 1_000,
      prompt_eval_count: usage.input + usage.cacheRead || undefined,
      eval_count: usage.output || undefined,
    }),
  };
}

export const ollama: Speaker = {
  name: 'ollama',
  streamType: 'application/x-ndjson',
  tellsCache: false,
  argumentsAreText: false,
  protocol: (baseUrl) => new OllamaChat({ baseUrl, key: null }),
  stream: (of) => ({
    events: [
      ...of.pieces.map((content) => said(content)),
      ...calls(of).map((call) => said('', { tool_calls: [call] })),
    ],
    end: [line({ message: { role: 'assistant', content: '' }, ...endOf(of) })],
  }),
  whole: (of) =>
    JSON.stringify({
      ...endOf(of),
      message: { role: 'assistant', content: of.pieces.join(''), tool_calls: calls(of) },
    }),
  emptyEvent: '\n',
  errorEvent: (message) => line({ error: `server busy: ${message}` }),
  errorBody: (_, message) => JSON.stringify({ error: message }),
};

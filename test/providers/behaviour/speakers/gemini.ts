import { GeminiGenerate } from '../../../../src/providers/gemini/gemini-generate.ts';
import type { Said, Speaker } from '../speaker.ts';

const event = (json: object) => `data: ${JSON.stringify(json)}\n\n`;
const candidate = (parts: readonly object[], finishReason?: string) => ({
  candidates: [{ content: { role: 'model', parts }, finishReason, index: 0 }],
});

const calls = ({ toolCalls = [] }: Said) =>
  toolCalls.map(({ name, arguments: text }) => ({
    functionCall: { name, args: JSON.parse(text) },
  }));

function usageOf({ usage }: Said): object {
  if (usage === null) return {};
  return {
    usageMetadata: {
      promptTokenCount: usage.input + usage.cacheRead,
      cachedContentTokenCount: usage.cacheRead,
      candidatesTokenCount: usage.output,
    },
  };
}

const codes: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

export const gemini: Speaker = {
  name: 'gemini',
  streamType: 'text/event-stream',
  tellsCache: true,
  argumentsAreText: false,
  protocol: (baseUrl) => new GeminiGenerate({ baseUrl, key: 'k-test' }),
  stream: (said) => ({
    events: [
      ...said.pieces.map((text) => event(candidate([{ text }]))),
      ...calls(said).map((part) => event(candidate([part]))),
    ],
    end: [event({ ...candidate([{ text: '' }], 'STOP'), ...usageOf(said) })],
  }),
  whole: (said) =>
    JSON.stringify([
      candidate([{ text: said.pieces.join('') }, ...calls(said)]),
      { ...candidate([], 'STOP'), ...usageOf(said) },
    ]),
  emptyEvent: event({ candidates: [] }),
  errorEvent: (message) => event({ error: { code: 503, message, status: 'UNAVAILABLE' } }),
  errorBody: (code, message) =>
    JSON.stringify({ error: { code, message, status: codes[code] ?? 'UNKNOWN' } }),
};

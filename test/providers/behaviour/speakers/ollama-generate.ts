import { OllamaGenerate } from '../../../../src/providers/ollama/ollama-generate.ts';
import type { Speaker } from '../speaker.ts';
import { endOf, line, ollama } from './ollama.ts';

/** Ollama without a chat: the text stands in another field, and there are no tools. */
export const ollamaGenerate: Speaker = {
  ...ollama,
  name: 'ollama generate',
  takesNoTools: true,
  protocol: (baseUrl) => new OllamaGenerate({ baseUrl, key: null }),
  stream: (of) => ({
    events: of.pieces.map((response) => line({ response, done: false })),
    end: [line({ response: '', context: [1, 2], ...endOf(of) })],
  }),
  whole: (of) => JSON.stringify({ response: of.pieces.join(''), ...endOf(of) }),
};

import { GeminiGenerate } from '../../../src/providers/gemini/gemini-generate.ts';
import { OllamaChat } from '../../../src/providers/ollama/ollama-chat.ts';
import { chatProfiles } from '../../../src/providers/openai/chat-profiles.ts';
import { OpenAiChat } from '../../../src/providers/openai/openai-chat.ts';
import { OpenAiResponses } from '../../../src/providers/openai/openai-responses.ts';
import type { Embedder } from './embedder.ts';
import { gemini } from './speakers/gemini.ts';
import { ollama } from './speakers/ollama.ts';
import { openaiChat } from './speakers/openai-chat.ts';

const key = 'k-test';

const openai: Embedder = {
  name: 'openai',
  protocol: (baseUrl) => new OpenAiChat({ baseUrl, key }),
  path: '/v1/embeddings',
  asked(body) {
    const { input, encoding_format } = JSON.parse(body);
    return encoding_format === 'float' ? input : null;
  },
  reply: ({ vectors, input }) => ({
    object: 'list',
    data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
    model: 'm',
    ...(input === null ? {} : { usage: { prompt_tokens: input, total_tokens: input } }),
  }),
  errorInside: (message) => JSON.stringify({ error: { message, code: 'server_is_overloaded' } }),
  errorBody: openaiChat.errorBody,
};

/** Every protocol that has vectors. */
export const embedders: readonly Embedder[] = [
  openai,
  {
    ...openai,
    name: 'azure openai',
    protocol: (baseUrl) =>
      new OpenAiChat({
        baseUrl: baseUrl.replace(/v1$/, 'openai'),
        key,
        profile: chatProfiles['azure-openai'],
      }),
    path: '/openai/deployments/m/embeddings?api-version=2024-10-21',
  },
  {
    ...openai,
    name: 'openai responses',
    protocol: (baseUrl) => new OpenAiResponses({ baseUrl, key }),
  },
  {
    name: 'gemini',
    protocol: (baseUrl) => new GeminiGenerate({ baseUrl, key }),
    path: '/v1beta/models/m:batchEmbedContents',
    asked: (body) =>
      JSON.parse(body).requests.map(
        ({ model, content }: { model: string; content: { parts: { text: string }[] } }) =>
          model === 'models/m' ? content.parts[0].text : null,
      ),
    reply: ({ vectors, input }) => ({
      embeddings: vectors.map((values) => ({ values })),
      ...(input === null ? {} : { usageMetadata: { promptTokenCount: input } }),
    }),
    errorInside: (message) => gemini.errorBody(503, message),
    errorBody: gemini.errorBody,
  },
  {
    name: 'ollama',
    protocol: (baseUrl) => new OllamaChat({ baseUrl: baseUrl.replace(/\/v1$/, ''), key }),
    path: '/api/embed',
    asked: (body) => JSON.parse(body).input,
    reply: ({ vectors, input }) => ({
      model: 'm',
      embeddings: vectors,
      // What is zero is left out.
      ...(input === null
        ? {}
        : { total_duration: 14e6, load_duration: 4e6, prompt_eval_count: input || undefined }),
    }),
    errorInside: (message) => JSON.stringify({ error: `server busy: ${message}` }),
    errorBody: ollama.errorBody,
  },
];

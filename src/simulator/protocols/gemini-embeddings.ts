import { embeddingOf } from '../embedding.ts';
import type { HttpRequest } from '../http/request-reader.ts';
import { geminiPath } from './gemini-paths.ts';
import { geminiShape } from './gemini-shape.ts';
import type { GenerationAsk, Protocol } from './protocol.ts';
import { invalid, isObject, type JsonObject, readJson, wholeNumber } from './read-json.ts';
import { vectorsAsk } from './vectors-ask.ts';

/** What gemini-embedding-001 gives. */
const usualDimensions = 3_072;
const longestBatch = 100;

/**
 * `POST /v1beta/models/{model}:embedContent` and `:batchEmbedContents`, which the official client
 * asks for one text too. Source: the API reference, and `@google/genai` 3.1.
 */
export const geminiEmbeddings: Protocol = {
  name: 'gemini-embeddings',
  ...geminiShape,

  matches: (method, path) => method === 'POST' && isEmbedding(geminiPath(path)?.method),

  read(request: HttpRequest): GenerationAsk {
    const { model = '', method } = geminiPath(request.path) ?? {};
    const json = readJson(request.body);
    const isBatch = method === 'batchEmbedContents';
    const requests = isBatch ? batch(json, model) : [json];
    const texts = requests.map(textOf);
    return vectorsAsk({
      model,
      texts,
      reply(promptTokenCount) {
        const vectors = requests.map((one, at) => {
          const size = wholeNumber(one, 'outputDimensionality') ?? usualDimensions;
          return { values: Array.from(embeddingOf(texts[at], size)) };
        });
        const usageMetadata = { promptTokenCount };
        return isBatch
          ? { embeddings: vectors, usageMetadata }
          : { embedding: vectors[0], usageMetadata };
      },
    });
  },
};

function isEmbedding(method: string | undefined): boolean {
  return method === 'embedContent' || method === 'batchEmbedContents';
}

function batch({ requests }: JsonObject, model: string): readonly JsonObject[] {
  const field = 'BatchEmbedContentsRequest.requests';
  if (!Array.isArray(requests) || requests.length === 0)
    throw invalid(`* ${field}: requests is not specified`, 'requests');
  if (requests.length > longestBatch)
    throw invalid(`* ${field}: at most ${longestBatch} requests can be in one batch`, 'requests');
  return requests.map((one: unknown, at) => {
    if (isObject(one) && one.model === `models/${model}`) return one;
    throw invalid(`* ${field}[${at}].model: must be the model of the batch`, 'requests');
  });
}

function textOf({ content }: JsonObject): string {
  const parts = isObject(content) && Array.isArray(content.parts) ? content.parts : [];
  const texts = parts.filter(isObject).map(({ text }) => text);
  if (texts.length === 0 || !texts.every((text) => typeof text === 'string' && text !== ''))
    throw invalid('* EmbedContentRequest.content: contains an empty Part', 'content');
  return texts.join('\n');
}

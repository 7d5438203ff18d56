import { embeddingOf } from '../embedding.ts';
import type { HttpRequest } from '../http/request-reader.ts';
import { promptTokens } from '../prompt-tokens.ts';
import { isServed, modelNotFound } from '../served-models.ts';
import { openaiPath } from './openai-paths.ts';
import { openaiShape } from './openai-shape.ts';
import { type Protocol, Refusal, type ValueAsk } from './protocol.ts';
import { invalid, readJson, requiredText, wholeNumber } from './read-json.ts';

/** `POST /v1/embeddings`. The official client asks for base64 and decodes little-endian floats. */
export const openaiEmbeddings: Protocol = {
  name: 'openai-embeddings',
  ...openaiShape,

  matches: (method, path) => method === 'POST' && openaiPath(path) === '/embeddings',

  read(request: HttpRequest): ValueAsk {
    const json = readJson(request.body);
    const model = requiredText(json, 'model');
    if (!isServed(model)) throw new Refusal(modelNotFound(model));
    const texts = textsOf(json.input);
    const dimensions = wholeNumber(json, 'dimensions') ?? undefined;
    const asBase64 = json.encoding_format === 'base64';
    const data = texts.map((text, index) => {
      const vector = embeddingOf(text, dimensions);
      const embedding = asBase64
        ? Buffer.from(vector.buffer).toString('base64')
        : Array.from(vector);
      return { object: 'embedding', index, embedding };
    });
    const tokens = texts.reduce((sum, text) => sum + promptTokens(text.length, 0), 0);
    const usage = { prompt_tokens: tokens, total_tokens: tokens };
    return { kind: 'value', body: JSON.stringify({ object: 'list', data, model, usage }) };
  },
};

/** One text, several, or tokens in place of either. */
function textsOf(input: unknown): string[] {
  if (typeof input === 'string' && input !== '') return [input];
  if (!Array.isArray(input) || input.length === 0)
    throw invalid("Missing required parameter: 'input' must be a text or a list.", 'input');
  if (typeof input[0] === 'number') return [input.join(' ')];
  return input.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
}

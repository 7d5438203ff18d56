import { embeddingOf } from '../embedding.ts';
import type { HttpRequest } from '../http/request-reader.ts';
import { openaiPath } from './openai-paths.ts';
import { openaiShape } from './openai-shape.ts';
import type { GenerationAsk, Protocol } from './protocol.ts';
import { invalid, readJson, requiredText, wholeNumber } from './read-json.ts';
import { vectorsAsk } from './vectors-ask.ts';

const longestInput = 2_048;

/** `POST /v1/embeddings`. The official client asks for base64 and decodes little-endian floats. */
export const openaiEmbeddings: Protocol = {
  name: 'openai-embeddings',
  ...openaiShape,

  matches: (method, path) => method === 'POST' && openaiPath(path) === '/embeddings',

  read(request: HttpRequest): GenerationAsk {
    const json = readJson(request.body);
    const model = requiredText(json, 'model');
    const texts = textsOf(json.input);
    const dimensions = wholeNumber(json, 'dimensions') ?? undefined;
    const asBase64 = json.encoding_format === 'base64';
    return vectorsAsk({
      model,
      texts,
      reply(prompt_tokens) {
        const data = texts.map((text, index) => {
          const vector = embeddingOf(text, dimensions);
          const embedding = asBase64
            ? Buffer.from(vector.buffer).toString('base64')
            : Array.from(vector);
          return { object: 'embedding', index, embedding };
        });
        const usage = { prompt_tokens, total_tokens: prompt_tokens };
        return { object: 'list', data, model, usage };
      },
    });
  },
};

/** One text, several, or tokens in place of either. */
function textsOf(input: unknown): string[] {
  if (typeof input === 'string' && input !== '') return [input];
  if (!Array.isArray(input) || input.length === 0)
    throw invalid("Missing required parameter: 'input' must be a text or a list.", 'input');
  if (typeof input[0] === 'number') return [input.join(' ')];
  if (input.length > longestInput)
    throw invalid(`Invalid 'input': a list of at most ${longestInput} texts is taken.`, 'input');
  return input.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
}

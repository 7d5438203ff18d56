import type { HttpRequest } from '../http/request-reader.ts';
import { isServed, modelNotFound } from '../served-models.ts';
import { openaiPath } from './openai-paths.ts';
import { openaiShape } from './openai-shape.ts';
import type { Protocol, ValueAsk } from './protocol.ts';
import { Refusal } from './protocol.ts';

/** What the list shows; any other name is served as well. */
const listed = ['gpt-5', 'gpt-5-mini', 'gpt-5-nano', 'gpt-4.1-mini', 'simulated'];
/** Unix seconds; the same for all, so that the list never changes. */
const createdAt = 1_754_524_800;

/** The models of the OpenAI API: `GET /v1/models` and `GET /v1/models/{id}`. */
export const openaiModels: Protocol = {
  name: 'openai-models',
  ...openaiShape,

  matches: (method, path) => method === 'GET' && /^\/models(\/.+)?$/.test(openaiPath(path) ?? ''),

  read(request: HttpRequest): ValueAsk {
    const id = decodeName((openaiPath(request.path) ?? '').slice('/models/'.length));
    if (id === '') {
      return value({ object: 'list', data: listed.map(describe) });
    }
    if (!isServed(id)) throw new Refusal(modelNotFound(id));
    return value(describe(id));
  },
};

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function describe(id: string): object {
  return { id, object: 'model', created: createdAt, owned_by: 'swarmdeck' };
}

function value(json: object): ValueAsk {
  return { kind: 'value', body: JSON.stringify(json) };
}

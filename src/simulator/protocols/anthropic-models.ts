import { isServed, modelNotFound } from '../served-models.ts';
import { anthropicShape } from './anthropic-shape.ts';
import { type Protocol, Refusal, type ValueAsk } from './protocol.ts';

/** What the list shows, an older model by its dated name; any other name is served as well. */
const listed = [
  'claude-opus-5-5',
  'claude-sonnet-5-5',
  'claude-haiku-5-5',
  'claude-haiku-4-5-20251001',
];

/** `GET /v1/models` as Anthropic answers it: to those who name its version. */
export const anthropicModels: Protocol = {
  name: 'anthropic-models',
  ...anthropicShape,

  matches: (method, path, headers) =>
    method === 'GET' &&
    headers['anthropic-version'] !== undefined &&
    /^\/v1\/models(\/.+)?$/.test(path),

  read({ path }): ValueAsk {
    const id = path.slice('/v1/models/'.length);
    if (id !== '') {
      if (!isServed(id)) throw new Refusal(modelNotFound(id));
      return { kind: 'value', body: JSON.stringify(describe(id)) };
    }
    const list = {
      data: listed.map(describe),
      has_more: false,
      first_id: listed[0],
      last_id: listed.at(-1),
    };
    return { kind: 'value', body: JSON.stringify(list) };
  },
};

function describe(id: string): object {
  return {
    type: 'model',
    id,
    display_name: id,
    created_at: '2026-10-07T00:00:00Z',
    max_input_tokens: 1_000_000,
    max_tokens: 64_000,
    lifecycle: 'active',
  };
}

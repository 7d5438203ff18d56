import * as z from 'zod/mini';

/** How a service tells its models. */
export interface ModelList {
  /** Behind the address of the service. */
  readonly path: string;
  headers(key: string | null): Record<string, string>;
  /** Null where it is no such list. */
  read(json: unknown): readonly string[] | null;
}

const byId = z.object({ data: z.array(z.object({ id: z.string() })) });
const byName = z.object({ models: z.array(z.object({ name: z.string() })) });

const withKey = (key: string | null, name: string, lead = ''): Record<string, string> =>
  key === null ? {} : { [name]: lead + key };

const idsIn = (json: unknown): string[] | null => {
  const read = z.safeParse(byId, json);
  return read.success ? read.data.data.map(({ id }) => id) : null;
};

/** @see https://platform.openai.com/docs/api-reference/models/list */
const openai: ModelList = {
  path: '/models',
  headers: (key) => withKey(key, 'authorization', 'Bearer '),
  read: idsIn,
};

/** @see https://docs.claude.com/en/api/models-list */
const anthropic: ModelList = {
  path: '/v1/models?limit=1000',
  headers: (key) => ({
    'anthropic-version': '2023-06-01',
    ...withKey(key, 'x-api-key'),
  }),
  read: idsIn,
};

/** @see https://ai.google.dev/api/models#method:-models.list */
const gemini: ModelList = {
  path: '/v1beta/models?pageSize=1000',
  headers: (key) => withKey(key, 'x-goog-api-key'),
  read(json) {
    const read = z.safeParse(byName, json);
    return read.success ? read.data.models.map(({ name }) => name.replace(/^models\//, '')) : null;
  },
};

/** Providers that share a list share what is found. */
const lists: Readonly<Record<string, ModelList>> = {
  openai,
  'openai-responses': openai,
  simulator: openai,
  anthropic,
  gemini,
};

/** Null for a provider that is looked at in another way, or not at all. */
export function modelListOf(provider: string): ModelList | null {
  return Object.hasOwn(lists, provider) ? lists[provider] : null;
}

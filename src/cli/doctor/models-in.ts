import * as z from 'zod/mini';

/** `data` of OpenAI, Anthropic and what is compatible, `models` of Ollama and Gemini, or a bare list. */
const named = z.object({ id: z.optional(z.string()), name: z.optional(z.string()) });
const listSchema = z.union([
  z.object({ data: z.array(named) }),
  z.object({ models: z.array(named) }),
  z.array(named),
]);

/** The models that a service lists; null where it lists none in a form that we know. */
export function modelsIn(body: string): string[] | null {
  try {
    const read = z.safeParse(listSchema, JSON.parse(body));
    if (!read.success) return null;
    const { data } = read;
    const list = Array.isArray(data) ? data : 'data' in data ? data.data : data.models;
    return list.flatMap(({ id, name }) => {
      const called = id ?? name;
      return called === undefined ? [] : [called.replace(/^models\//, '')];
    });
  } catch {
    return null;
  }
}

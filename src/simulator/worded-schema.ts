import { isObject, type JsonObject } from './protocols/read-json.ts';

/**
 * The JSON Schema that a prompt asks its answer to match, in words and the schema in a line of its own,
 * as a model would read it. Null where none is spoken of.
 */
export function wordedSchema(prompt: string): JsonObject | null {
  const spokenOf = prompt.indexOf('JSON Schema');
  if (spokenOf < 0) return null;
  const [, line] = /\n(\{.*\}|\[.*\])/.exec(prompt.slice(spokenOf)) ?? [];
  try {
    const schema: unknown = JSON.parse(line ?? '');
    return isObject(schema) ? schema : null;
  } catch {
    return null;
  }
}

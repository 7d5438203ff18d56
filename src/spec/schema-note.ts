import type { JsonSchema } from './schema-object.ts';

/**
 * What a model is told of the schema that its answer must match, where nobody else tells it: a line of
 * words, and the schema in a line of its own.
 */
export function schemaNote(schema: JsonSchema): string {
  return `Answer with nothing but JSON that matches this JSON Schema, and no fence of Markdown around it:\n${JSON.stringify(schema)}`;
}

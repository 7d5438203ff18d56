import { holdMany, isSchema, type JsonSchema } from '../../spec/schema-object.ts';

/** What the service refuses in a schema; the model is told of it in the description. */
const refused: ReadonlySet<string> = new Set([
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
]);

/** Words whose schemas cannot be kept to there, and not be left out without allowing something else. */
const unknown: ReadonlySet<string> = new Set([
  'not',
  'if',
  'then',
  'else',
  'patternProperties',
  'propertyNames',
  'dependentRequired',
  'dependentSchemas',
  'prefixItems',
  'contains',
]);

const holdLists: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'allOf']);

class NotClosable extends Error {}

/**
 * The schema as Anthropic takes it: every object closed, bounds told in words and checked by us. Null
 * where an object is open on purpose: closed it would mean something else.
 *
 * @see https://docs.anthropic.com/en/docs/build-with-claude/structured-outputs#json-schema-limitations
 */
export function closedSchema(schema: JsonSchema): JsonSchema | null {
  try {
    return closed(schema);
  } catch (error) {
    if (error instanceof NotClosable) return null;
    throw error;
  }
}

function closed(schema: JsonSchema): JsonSchema {
  const out: Record<string, unknown> = {};
  const told: string[] = [];
  for (const [word, value] of Object.entries(schema)) {
    if (unknown.has(word)) throw new NotClosable();
    if (refused.has(word) || (word === 'minItems' && Number(value) > 1))
      told.push(`${word}: ${JSON.stringify(value)}`);
    else if (holdMany.has(word) && isSchema(value))
      out[word] = Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [name, inside(inner)]),
      );
    else if (holdLists.has(word) && Array.isArray(value))
      out[word === 'oneOf' ? 'anyOf' : word] = value.map(inside);
    else out[word] = word === 'items' ? inside(value) : value;
  }
  if (schema.type === 'object' || schema.properties !== undefined) {
    const { properties, additionalProperties = false } = schema;
    if (!isSchema(properties) || additionalProperties !== false) throw new NotClosable();
    out.additionalProperties = false;
  }
  if (told.length > 0)
    out.description = [schema.description, `{${told.join(', ')}}`].filter(Boolean).join('\n\n');
  return out;
}

function inside(value: unknown): unknown {
  return isSchema(value) ? closed(value) : value;
}

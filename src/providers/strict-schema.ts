import { holdMany, isSchema, type JsonSchema } from '../spec/schema-object.ts';

/** What OpenAI's strict mode does not know; a schema that holds one of them is refused there. */
const unknownToStrict: ReadonlySet<string> = new Set([
  'allOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'patternProperties',
  'propertyNames',
  'dependentRequired',
  'dependentSchemas',
  'unevaluatedProperties',
  'unevaluatedItems',
  'contains',
  'prefixItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
]);

const literal: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples', 'required']);

/**
 * Whether a schema is one of OpenAI's strict mode: an object whose objects, down to the last, name every
 * property as required and allow no other.
 *
 * @see https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
 */
export function isStrictSchema(schema: JsonSchema): boolean {
  return schema.type === 'object' && !('anyOf' in schema) && isStrict(schema);
}

function isStrict(schema: JsonSchema): boolean {
  if (isOpenObject(schema)) return false;
  return Object.entries(schema).every(([word, value]) => {
    if (unknownToStrict.has(word)) return false;
    if (literal.has(word)) return true;
    if (holdMany.has(word)) return isSchema(value) && Object.values(value).every(isStrictInside);
    return Array.isArray(value) ? value.every(isStrictInside) : isStrictInside(value);
  });
}

/** What is no schema asks for nothing. */
function isStrictInside(value: unknown): boolean {
  return !isSchema(value) || isStrict(value);
}

function isOpenObject({ type, properties, required, additionalProperties }: JsonSchema): boolean {
  const isObject = type === 'object' || (Array.isArray(type) && type.includes('object'));
  if (!isObject && properties === undefined) return false;
  const named = Array.isArray(required) ? required : [];
  const all = Object.keys(isSchema(properties) ? properties : {});
  return additionalProperties !== false || all.some((name) => !named.includes(name));
}

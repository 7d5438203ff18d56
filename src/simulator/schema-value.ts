import type { JsonObject } from './protocols/read-json.ts';
import type { Random } from './random.ts';

/** Deep enough for what people write, and an end for what refers to itself. */
const deepest = 12;
const someItems = 2;

/**
 * A value that matches a JSON Schema, of what services take as one: types, properties, items, enum,
 * const, anyOf, and references to its own definitions. What it does not know it leaves open; a text is
 * the example that its description gives (`Like 2 + 3`).
 */
export function schemaValue(schema: unknown, random: Random, root = schema, depth = 0): unknown {
  if (!isSchema(schema) || depth > deepest) return null;
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[Math.floor(random() * schema.enum.length)];
  const inner = (of: unknown) => schemaValue(of, random, root, depth + 1);
  if (typeof schema.$ref === 'string') return inner(referred(root, schema.$ref));
  for (const word of ['anyOf', 'oneOf', 'allOf'] as const) {
    const options = schema[word];
    if (Array.isArray(options) && options.length > 0) return inner(options[0]);
  }
  switch (typeOf(schema)) {
    case 'object':
      return objectValue(schema, inner);
    case 'array':
      return Array.from({ length: countOf(schema) }, () => inner(schema.items));
    case 'string':
      return exampleIn(schema) ?? `value ${Math.floor(random() * 1000)}`;
    case 'integer':
      return within(schema, Math.floor(random() * 100));
    case 'number':
      return within(schema, Math.floor(random() * 1000) / 10);
    case 'boolean':
      return random() < 0.5;
    default:
      return null;
  }
}

function objectValue(schema: JsonObject, inner: (of: unknown) => unknown): JsonObject {
  const { properties } = schema;
  if (!isSchema(properties)) return {};
  return Object.fromEntries(Object.entries(properties).map(([name, of]) => [name, inner(of)]));
}

/** The first type that is not null, or the one that its words imply. */
function typeOf(schema: JsonObject): unknown {
  const { type } = schema;
  if (Array.isArray(type)) return type.find((one) => one !== 'null');
  return type ?? (isSchema(schema.properties) ? 'object' : undefined);
}

/** What a description says that it looks like, as a model would take it up. */
function exampleIn({ description }: JsonObject): string | null {
  return typeof description === 'string'
    ? (/^Like (.+?)\.?$/.exec(description)?.[1] ?? null)
    : null;
}

function countOf({ minItems, maxItems }: JsonObject): number {
  const least = typeof minItems === 'number' ? minItems : 0;
  const most = typeof maxItems === 'number' ? maxItems : Number.POSITIVE_INFINITY;
  return Math.min(most, Math.max(least, someItems));
}

function within({ minimum, maximum }: JsonObject, value: number): number {
  const least = typeof minimum === 'number' ? minimum : Number.NEGATIVE_INFINITY;
  const most = typeof maximum === 'number' ? maximum : Number.POSITIVE_INFINITY;
  return Math.min(most, Math.max(least, value));
}

/** What `#/$defs/name` stands for. */
function referred(root: unknown, reference: string): unknown {
  let at: unknown = root;
  for (const part of reference.replace(/^#\/?/, '').split('/')) {
    if (part === '') continue;
    at = isSchema(at) ? at[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  }
  return at;
}

function isSchema(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { referredSchema } from '../spec/schema-object.ts';
import { isObject, type JsonObject } from './protocols/read-json.ts';
import type { Random } from './random.ts';

/** Deep enough for what people write, and an end for what refers to itself. */
export const deepest = 12;
const someItems = 2;
/** Of numbers that a bound leaves. */
const span = 100;

/**
 * A value that matches a JSON Schema, of what services take as one: types, properties, items, enum,
 * const, anyOf, bounds, and references to its own definitions. What it does not know, as a pattern, it
 * leaves open; a text is the example that its description gives (`Like 2 + 3`).
 *
 * @param optional share of the properties that need not be there, and are
 */
export function schemaValue(schema: JsonObject, random: Random, optional = 1): unknown {
  return new SchemaValues(schema, random, optional).of(schema, 0);
}

/** The first type that is not null, or the one that its words imply. */
function typeOf(schema: JsonObject): unknown {
  const { type } = schema;
  if (Array.isArray(type)) return type.find((one) => one !== 'null');
  return type ?? (isObject(schema.properties) ? 'object' : undefined);
}

class SchemaValues {
  private readonly root: JsonObject;
  private readonly random: Random;
  private readonly optional: number;

  constructor(root: JsonObject, random: Random, optional: number) {
    this.root = root;
    this.random = random;
    this.optional = optional;
  }

  of(schema: unknown, depth: number): unknown {
    if (!isObject(schema) || depth > deepest) return null;
    if ('const' in schema) return schema.const;
    if (Array.isArray(schema.enum)) return schema.enum[this.below(schema.enum.length)];
    if (typeof schema.$ref === 'string')
      return this.of(referredSchema(this.root, schema.$ref), depth + 1);
    for (const word of ['anyOf', 'oneOf', 'allOf'] as const) {
      const options = schema[word];
      if (Array.isArray(options) && options.length > 0) return this.of(options[0], depth + 1);
    }
    switch (typeOf(schema)) {
      case 'object':
        return this.object(schema, depth);
      case 'array':
        return Array.from({ length: countOf(schema) }, () => this.of(schema.items, depth + 1));
      case 'string':
        return this.text(schema);
      case 'integer':
        return this.number(schema, 1);
      case 'number':
        return this.number(schema, 0.1);
      case 'boolean':
        return this.random() < 0.5;
      default:
        return null;
    }
  }

  private object({ properties, required }: JsonObject, depth: number): JsonObject {
    if (!isObject(properties)) return {};
    const needed = Array.isArray(required) ? required : [];
    const there = Object.entries(properties).filter(
      // Only what may be left out is drawn for.
      ([name]) => needed.includes(name) || this.optional >= 1 || this.random() < this.optional,
    );
    return Object.fromEntries(there.map(([name, of]) => [name, this.of(of, depth + 1)]));
  }

  private text(schema: JsonObject): string {
    const { minLength, maxLength } = schema;
    const text = exampleIn(schema) ?? `value ${this.below(1000)}`;
    const least = typeof minLength === 'number' ? minLength : 0;
    const most = typeof maxLength === 'number' ? maxLength : Number.POSITIVE_INFINITY;
    return text.padEnd(least, '.').slice(0, most);
  }

  /** A multiple of the step inside the bounds. */
  private number(schema: JsonObject, usualStep: number): number {
    const { multipleOf } = schema;
    const step = typeof multipleOf === 'number' && multipleOf > 0 ? multipleOf : usualStep;
    const first = lowest(schema, step);
    const last = Math.max(first, Math.min(highest(schema, step), first + span / step));
    const steps = first + this.below(Math.floor(last - first) + 1);
    // 0.1 × 3 is not 0.3.
    return step >= 1 ? steps * step : Number((steps * step).toFixed(10));
  }

  private below(end: number): number {
    return Math.floor(this.random() * end);
  }
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

/** The lowest number of steps that the bounds allow; 0 where there is no bound from below. */
function lowest({ minimum, exclusiveMinimum, ...above }: JsonObject, step: number): number {
  if (typeof exclusiveMinimum === 'number') return Math.floor(exclusiveMinimum / step) + 1;
  if (typeof minimum === 'number') return Math.ceil(minimum / step);
  return Math.min(0, highest(above, step));
}

function highest({ maximum, exclusiveMaximum }: JsonObject, step: number): number {
  if (typeof exclusiveMaximum === 'number') return Math.ceil(exclusiveMaximum / step) - 1;
  return typeof maximum === 'number' ? Math.floor(maximum / step) : Number.POSITIVE_INFINITY;
}

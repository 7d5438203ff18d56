import { referredSchema } from '../spec/schema-object.ts';
import { answerTokens } from './answer-text.ts';
import { isObject, type JsonObject } from './protocols/read-json.ts';
import type { Random } from './random.ts';
import { deepest } from './schema-value.ts';

/** A value inside an answer, and how to put another in its place. */
interface Place {
  readonly schema: JsonObject;
  readonly value: unknown;
  replace(value: unknown): void;
}

const wordsOfProse = 12;

/** What is no value of a type, and of none that goes for it. */
const wrong: Readonly<Record<string, unknown>> = {
  string: 7,
  number: 'seven',
  integer: 'seven',
  boolean: 'yes',
  array: 'none',
  object: [],
};

/** An answer that would have matched, parsed for this alone: it may be changed. */
interface Given {
  readonly answer: unknown;
  readonly schema: JsonObject;
  readonly random: Random;
}

type Breaking = (given: Given) => string | null;

/** The ways in which models break a schema. Each gives null where there is nothing that it could break. */
const breakings: readonly Breaking[] = [prose, withoutEnd, withoutProperty, ofWrongType, notOfEnum];

/**
 * An answer that was to match a schema, and does not: prose, JSON without its end, a property that is
 * missing, a value of a wrong type or none of those that are allowed.
 *
 * @param text the answer that would have matched
 */
export function brokenAnswer(text: string, schema: JsonObject, random: Random): string {
  const given = { answer: JSON.parse(text), schema, random };
  return pick(breakings, random)(given) ?? prose(given);
}

function prose({ random }: Given): string {
  return answerTokens(wordsOfProse, true, random).join('');
}

function withoutEnd({ answer }: Given): string | null {
  // Of a number alone there is no end.
  return typeof answer === 'object' ? JSON.stringify(answer).slice(0, -1) : null;
}

function withoutProperty(given: Given): string | null {
  return changed(
    given,
    (place) => missable(place).length > 0,
    (place) => {
      const without = pick(missable(place), given.random);
      const { [without]: _, ...rest } = place.value as JsonObject;
      return rest;
    },
  );
}

function ofWrongType(given: Given): string | null {
  const typeOf = ({ schema }: Place) => String(schema.type);
  return changed(
    given,
    (place) => Object.hasOwn(wrong, typeOf(place)),
    (place) => wrong[typeOf(place)],
  );
}

function notOfEnum(given: Given): string | null {
  return changed(
    given,
    ({ schema }) => Array.isArray(schema.enum),
    () => 'none of them',
  );
}

/** The answer with another value at one of these places; null where there is none. */
function changed(
  { answer, schema, random }: Given,
  isOne: (place: Place) => boolean,
  other: (place: Place) => unknown,
): string | null {
  const whole = { answer };
  const places = placesIn(whole, schema).filter(isOne);
  if (places.length === 0) return null;
  const place = pick(places, random);
  place.replace(other(place));
  return JSON.stringify(whole.answer);
}

/** Every value whose schema is the only one for it: what has a choice may still match the other. */
function placesIn(whole: { answer: unknown }, root: JsonObject): Place[] {
  const places: Place[] = [];
  const visit = (given: unknown, value: unknown, replace: Place['replace']) => {
    const schema = resolved(given, root);
    if (schema === null || value === undefined) return;
    places.push({ schema, value, replace });
    if (Array.isArray(value))
      value.forEach((item, index) => {
        visit(schema.items, item, (other) => {
          value[index] = other;
        });
      });
    if (!isObject(value) || !isObject(schema.properties)) return;
    const inner: Record<string, unknown> = value;
    for (const [name, of] of Object.entries(schema.properties))
      visit(of, inner[name], (other) => {
        inner[name] = other;
      });
  };
  visit(root, whole.answer, (other) => {
    whole.answer = other;
  });
  return places;
}

function resolved(given: unknown, root: JsonObject, depth = 0): JsonObject | null {
  if (!isObject(given) || 'anyOf' in given || 'oneOf' in given || 'allOf' in given) return null;
  if (typeof given.$ref !== 'string') return given;
  return depth > deepest ? null : resolved(referredSchema(root, given.$ref), root, depth + 1);
}

function missable({ schema, value }: Place): string[] {
  if (!isObject(value) || !Array.isArray(schema.required)) return [];
  return schema.required.filter((name) => name in value);
}

function pick<T>(list: readonly T[], random: Random): T {
  return list[Math.floor(random() * list.length)];
}

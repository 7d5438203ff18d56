import * as z from 'zod/mini';

/**
 * The building blocks of the schemas. Each says in words what it expects; `issueSentence` puts those
 * words into the one sentence that the operator reads.
 */

/** A field that may be left out. `description` carries the unit; `extra` goes into the JSON Schema. */
export function field<T extends z.ZodMiniType>(
  schema: T,
  description: string,
  extra: Record<string, unknown> = {},
): z.ZodMiniOptional<T> {
  const optional = z.optional(schema);
  z.globalRegistry.add(optional, { description, ...extra });
  return optional;
}

/** A field that must be there. */
export function required<T extends z.ZodMiniType>(schema: T, description: string): T {
  return schema.check(z.describe(description)) as T;
}

/** A whole number from `min` to `max`, both allowed. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER) {
  const error = range('a whole number', min, max);
  return z.int({ error }).check(z.minimum(min, { error }), z.maximum(max, { error }));
}

/** A number from `min` to `max`, both allowed. */
export function numberFrom(min: number, max = Number.MAX_VALUE) {
  const error = range('a number', min, max);
  return z.number({ error }).check(z.minimum(min, { error }), z.maximum(max, { error }));
}

/** A number above zero, at most `max`. */
export function positiveNumber(max = Number.MAX_VALUE) {
  const error = max === Number.MAX_VALUE ? 'a number above 0' : `a number above 0, at most ${max}`;
  return z.number({ error }).check(z.gt(0, { error }), z.maximum(max, { error }));
}

/** Text that is not empty; `what` says which. */
export function text(what = 'a text') {
  return z
    .string({ error: what })
    .check(z.minLength(1, { error: `${what} that is not empty` }), z.regex(/\S/, { error: what }));
}

/** One of these words. */
export function oneOf<const T extends readonly string[]>(words: T) {
  return z.enum(words as unknown as [...T]);
}

export const yesOrNo = z.boolean({ error: 'true or false' });

/** The name of a role, a task, a variant: it becomes a part of file names and of paths with dots. */
export function nameOf(what: string) {
  const error = `${what} of letters, digits, - and _, at most 64 characters`;
  return z.string({ error }).check(z.regex(/^[A-Za-z0-9][\w-]{0,63}$/, { error }));
}

/** The name of a preset, which may also hold dots: `gpt-4.1-night`. */
export function presetName() {
  const error = 'a name of letters, digits, -, _ and dots, at most 64 characters';
  return z.string({ error }).check(z.regex(/^[A-Za-z0-9](?:[\w.-]{0,62}[\w-])?$/, { error }));
}

/** Where a secret is found. The secret itself is never taken, so it is never shown either. */
export const keyPlace = z
  .string({ error: 'env:NAME, the environment variable that holds the key' })
  .check(
    z.regex(/^env:[A-Za-z_]\w*$/, {
      error: 'env:NAME, the environment variable that holds the key',
    }),
  );

function range(what: string, min: number, max: number): string {
  if (max >= Number.MAX_SAFE_INTEGER) return `${what} of at least ${min}`;
  return `${what} from ${min} to ${max}`;
}

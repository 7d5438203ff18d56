import * as z from 'zod/mini';
import { issueSentence } from './issue-sentence.ts';
import type { Place } from './place.ts';
import { UsageError } from './usage-error.ts';

/** The value as the schema's type; a UsageError with one sentence where it does not fit. */
export function validate<T extends z.ZodMiniType>(
  schema: T,
  value: unknown,
  place: Place,
): z.output<T> {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  throw new UsageError(issueSentence(result.error.issues, schema, value, place));
}

import * as z from 'zod/mini';
import { specSchema } from './schema/spec.ts';

/** The JSON Schema (draft 2020-12) of a spec, for editors and for `swarmdeck schema`. */
export function specJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(specSchema);
  return {
    $schema,
    title: 'swarmdeck spec',
    description: 'Everything that a run of swarmdeck needs. Units stand in the descriptions.',
    ...rest,
  };
}

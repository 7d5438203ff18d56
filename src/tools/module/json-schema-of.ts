import type { ParameterSchema, ParameterValidator } from '../define-tool.ts';

interface SaysItself {
  readonly jsonSchema?: { input(options: { target: string }): ParameterSchema };
}

/**
 * A validator as the JSON Schema of what it takes: in its own words, or for a zod that has none in ours.
 *
 * @see https://standardschema.dev/json-schema
 * @throws Error where it cannot be said
 */
export async function jsonSchemaOf(validator: ParameterValidator): Promise<ParameterSchema> {
  const standard: ParameterValidator['~standard'] & SaysItself = validator['~standard'];
  if (standard.jsonSchema !== undefined)
    return standard.jsonSchema.input({ target: 'draft-2020-12' });
  if ('_zod' in validator) {
    const { toJSONSchema } = await import('zod/mini');
    return toJSONSchema(validator as never, { io: 'input' });
  }
  throw new Error(`${standard.vendor} does not say its schemas as JSON Schema; zod from 4 on does`);
}

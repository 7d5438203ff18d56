import type { ErrorObject } from 'ajv';

/** What is wrong with a value, in words; null where it matches. */
export type ValueCheck = (value: unknown) => string | null;

/** More than these help neither a model nor a person. */
const mostProblems = 5;

/**
 * Compiles a JSON Schema: draft 2020-12, or draft-07 where it says so. Formats and keywords that are
 * not known are no errors: schemas are also written for services that read more than we do.
 *
 * @throws Error whose message says what is wrong with the schema itself
 */
export async function compileSchema(
  schema: Readonly<Record<string, unknown>>,
): Promise<ValueCheck> {
  const options = {
    strict: false,
    allErrors: true,
    validateFormats: false,
    // Else 0.29 is no multiple of 0.01.
    multipleOfPrecision: 9,
    logger: false,
  } as const;
  const old = String(schema.$schema ?? '').includes('draft-07');
  const { default: ajv } = old ? await import('ajv') : await import('ajv/dist/2020.js');
  const validate = new ajv.default(options).compile(schema);
  return (value) => (validate(value) ? null : problemWords(validate.errors ?? []));
}

function problemWords(errors: readonly ErrorObject[]): string {
  const words = errors.slice(0, mostProblems).map(({ instancePath, message, params }) => {
    const allowed = params.allowedValues ?? params.additionalProperty;
    const detail = allowed === undefined ? '' : ` (${[allowed].flat().join(', ')})`;
    return `${instancePath || 'it'} ${message}${detail}`;
  });
  const more = errors.length - words.length;
  return `${words.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

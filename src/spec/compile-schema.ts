import type { Ajv, ErrorObject } from 'ajv';

/** What is wrong with a value, in words; null where it matches. */
export type ValueCheck = (value: unknown) => string | null;

type Draft = '2020' | '2019' | '07';

/** More than these help neither a model nor a person. */
const mostProblems = 5;

/** Loaded with the first schema of its draft, and shared: each holds the schemas of the draft itself. */
const compilers = new Map<Draft, Promise<Ajv>>();

/**
 * Compiles a JSON Schema: draft 2020-12, or 2019-09 or draft-07 where it says so; what is older is read
 * as draft-07. Formats and keywords that are not known are no errors: schemas are also written for
 * services that read more than we do.
 *
 * @throws Error whose message says what is wrong with the schema itself
 */
export async function compileSchema(
  schema: Readonly<Record<string, unknown>>,
): Promise<ValueCheck> {
  const draft = draftOf(schema.$schema);
  const loaded = compilers.get(draft) ?? loadCompiler(draft);
  compilers.set(draft, loaded);
  // The draft is chosen: what the schema calls it need not be known by that name.
  const { $schema: _, ...rest } = schema;
  const compiler = await loaded;
  const validate = compiler.compile(rest);
  // Else it would be held for as long as the process lives.
  compiler.removeSchema(rest);
  return (value) => (validate(value) ? null : problemWords(validate.errors ?? []));
}

function draftOf(said: unknown): Draft {
  if (typeof said !== 'string') return '2020';
  if (said.includes('2019-09')) return '2019';
  return said.includes('draft-0') ? '07' : '2020';
}

async function loadCompiler(draft: Draft): Promise<Ajv> {
  const options = {
    strict: false,
    allErrors: true,
    validateFormats: false,
    // Else 0.29 is no multiple of 0.01.
    multipleOfPrecision: 9,
    // Two schemas may call themselves the same.
    addUsedSchema: false,
    logger: false,
  } as const;
  if (draft === '2020') return new (await import('ajv/dist/2020.js')).Ajv2020(options);
  if (draft === '2019') return new (await import('ajv/dist/2019.js')).Ajv2019(options);
  return new (await import('ajv')).Ajv(options);
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

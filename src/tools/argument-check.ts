import type { ErrorObject, ValidateFunction } from 'ajv';
import { BadArguments } from './bad-arguments.ts';

type Schema = Readonly<Record<string, unknown>>;
type Arguments = Readonly<Record<string, unknown>>;

/** Rejects with BadArguments where they do not fit. */
export type ArgumentCheck = (args: Arguments) => Promise<void>;

type Compile = (schema: Schema) => ValidateFunction;

const mostErrors = 5;

/**
 * Compiles JSON Schemas, in the drafts that their `$schema` says: 2020-12, which is also what is meant
 * where they say nothing, 2019-09, and draft-07 for all before. Formats and keywords that are not known
 * are passed over. Ajv is loaded with the first schema.
 */
export class SchemaCompiler {
  private readonly drafts = new Map<Draft, Promise<Compile>>();
  private readonly compiled = new WeakMap<Schema, Promise<ValidateFunction>>();

  /** @throws Error where it is no schema, or refers to one that is elsewhere */
  compile(schema: Schema): Promise<ValidateFunction> {
    let check = this.compiled.get(schema);
    if (check === undefined) {
      check = this.draft(draftOf(schema.$schema)).then((compile) => compile(schema));
      this.compiled.set(schema, check);
    }
    return check;
  }

  private draft(draft: Draft): Promise<Compile> {
    const loaded = this.drafts.get(draft) ?? loadDraft(draft);
    this.drafts.set(draft, loaded);
    return loaded;
  }

  /**
   * A check by a schema, which is compiled with the first arguments. Where that cannot be, they pass: it
   * is then the schema of an MCP server, which checks them itself.
   */
  check(schema: Schema): ArgumentCheck {
    return async (args) => {
      const compiled = await this.compile(schema).catch(() => null);
      if (compiled !== null) checkArguments(args, compiled);
    };
  }
}

/**
 * The arguments that a model wrote for a tool.
 *
 * @throws BadArguments where they are not the JSON of an object; an empty text is taken for `{}`
 */
export function readArguments(written: string): Arguments {
  if (written.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch (error) {
    throw new BadArguments(
      `The arguments are not valid JSON (${(error as Error).message}); write them as one JSON object.`,
    );
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Arguments;
  throw new BadArguments(
    'The arguments are not a JSON object; write them as one, like {"name": 1}.',
  );
}

/** @throws BadArguments that names the fields which do not fit */
function checkArguments(args: Arguments, check: ValidateFunction): void {
  if (check(args)) return;
  const errors = check.errors ?? [];
  const words = [...new Set(errors.map(errorWords))];
  const more = words.length > mostErrors ? `; and ${words.length - mostErrors} more` : '';
  const said = words.slice(0, mostErrors).join('; ');
  throw new BadArguments(`The arguments do not fit: ${said}${more}.`);
}

type Draft = '2020' | '2019' | '07';

function draftOf(said: unknown): Draft {
  if (typeof said !== 'string') return '2020';
  if (said.includes('2019-09')) return '2019';
  return said.includes('draft-0') ? '07' : '2020';
}

async function loadDraft(draft: Draft): Promise<Compile> {
  const Ajv = await classOf(draft);
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    validateFormats: false,
    validateSchema: false,
    addUsedSchema: false,
    logger: false,
  });
  // The draft is chosen: what the schema calls it need not be known by that name.
  return ({ $schema: _, ...schema }) => ajv.compile(schema);
}

async function classOf(draft: Draft) {
  if (draft === '2020') return (await import('ajv/dist/2020.js')).Ajv2020;
  if (draft === '2019') return (await import('ajv/dist/2019.js')).Ajv2019;
  return (await import('ajv')).Ajv;
}

function errorWords({ instancePath, keyword, params, message }: ErrorObject): string {
  const at = instancePath === '' ? '' : `${instancePath.slice(1).replaceAll('/', '.')} `;
  switch (keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const name = params.additionalProperty ?? params.unevaluatedProperty;
      return at === '' ? `there is no field "${name}"` : `${at}has no field "${name}"`;
    }
    case 'enum':
      return `${at}must be one of ${JSON.stringify(params.allowedValues)}`;
    case 'const':
      return `${at}must be ${JSON.stringify(params.allowedValue)}`;
    default:
      return `${at}${message ?? 'does not fit'}`;
  }
}

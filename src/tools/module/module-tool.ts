import { compileSchema } from '../../spec/compile-schema.ts';
import { UsageError } from '../../spec/usage-error.ts';
import { argumentCheck } from '../argument-check.ts';
import { BadArguments } from '../bad-arguments.ts';
import type { ModuleTool, ParameterSchema, ParameterValidator } from '../define-tool.ts';
import type { OfferedTool } from '../offered-tool.ts';
import { isToolName } from '../tool-name.ts';
import { jsonSchemaOf } from './json-schema-of.ts';

/** Where a tool stands, for sentences about it. */
interface Origin {
  /** Absolute. */
  readonly file: string;
  readonly source: string;
  /** The name that it is exported by. */
  readonly exported: string;
}

/**
 * A tool that a module exports, checked: what was written by hand is wrong in some way sooner or later.
 *
 * @throws UsageError that names the export and what is wrong with it
 */
export async function moduleTool(exported: object, origin: Origin): Promise<OfferedTool> {
  const wrong = (what: string) =>
    new UsageError(`${origin.file}: ${origin.exported}: ${what}; see defineTool in docs/tools.md`);
  const { name, description, parameters, run } = exported as Partial<ModuleTool>;
  if (typeof name !== 'string' || !isToolName(name))
    throw wrong('expected a name of letters, digits, _ and -, at most 64 characters');
  if (typeof description !== 'string' || description.trim() === '')
    throw wrong('expected a description that says what it does');
  if (typeof run !== 'function') throw wrong('expected a function as run');
  const schema = await schemaOf(parameters, wrong);
  try {
    await compileSchema(schema);
  } catch (error) {
    throw wrong(`its parameters are no JSON Schema that can be used (${(error as Error).message})`);
  }
  const validator = isValidator(parameters) ? parameters : null;
  return {
    definition: { name, description, parameters: schema },
    source: origin.source,
    identity: `${origin.file} ${name}`,
    check: argumentCheck(schema),
    run: async (args, signal) => {
      const checked = validator === null ? args : await validated(args, validator);
      return textOf(await run.call(exported, checked as never, { signal }));
    },
  };
}

async function schemaOf(
  parameters: unknown,
  wrong: (what: string) => Error,
): Promise<ParameterSchema> {
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters))
    throw wrong('expected its parameters as a JSON Schema of an object, or as a schema of zod');
  let schema = parameters as ParameterSchema;
  if (isValidator(parameters)) {
    try {
      schema = await jsonSchemaOf(parameters);
    } catch (error) {
      throw wrong(`its parameters cannot be said as JSON Schema (${(error as Error).message})`);
    }
  }
  if (schema.type !== 'object')
    throw wrong("expected its parameters to be of an object: { type: 'object', properties: … }");
  return schema;
}

function isValidator(parameters: unknown): parameters is ParameterValidator {
  return typeof parameters === 'object' && parameters !== null && '~standard' in parameters;
}

/** What the validator makes of the arguments: defaults and conversions are its own. */
async function validated(args: unknown, validator: ParameterValidator): Promise<unknown> {
  const result = await validator['~standard'].validate(args);
  if (result.issues === undefined) return result.value;
  const words = result.issues.slice(0, 5).map(({ message, path = [] }) => {
    const at = path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.');
    return at === '' ? message : `${at}: ${message}`;
  });
  throw new BadArguments(`The arguments do not fit: ${words.join('; ')}.`);
}

function textOf(result: unknown): string {
  if (typeof result === 'string') return result;
  try {
    return JSON.stringify(result) ?? 'null';
  } catch (error) {
    throw new Error(`The result cannot be written as JSON: ${(error as Error).message}`);
  }
}

import { compileSchema, type ValueCheck } from '../spec/compile-schema.ts';
import { BadArguments } from './bad-arguments.ts';

type Arguments = Readonly<Record<string, unknown>>;

/** Rejects with BadArguments where they do not fit. */
export type ArgumentCheck = (args: Arguments) => Promise<void>;

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

/**
 * A check by a schema, which is compiled with the first arguments. Where that cannot be, they pass: it is
 * then the schema of an MCP server, which checks them itself.
 */
export function argumentCheck(schema: Readonly<Record<string, unknown>>): ArgumentCheck {
  let compiled: Promise<ValueCheck> | null = null;
  return async (args) => {
    compiled ??= compileSchema(schema).catch(() => () => null);
    const problem = (await compiled)(args);
    if (problem !== null) throw new BadArguments(`The arguments do not fit: ${problem}.`);
  };
}

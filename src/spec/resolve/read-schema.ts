import { resolve } from 'node:path';
import { compileSchema } from '../compile-schema.ts';
import { readInput } from '../read-input.ts';
import { UsageError } from '../usage-error.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * A JSON Schema that a field holds, or names the file of; checked that it is one.
 *
 * @param directory what a path starts from
 * @param where what a sentence about it begins with
 * @throws UsageError where it cannot be read or is no JSON Schema
 */
export async function readSchema(
  value: string | JsonSchema,
  directory: string,
  where: string,
): Promise<{ readonly schema: JsonSchema; readonly path: string | null }> {
  const path = typeof value === 'string' ? resolve(directory, value) : null;
  const schema = path === null ? (value as JsonSchema) : schemaIn(path, where);
  try {
    await compileSchema(schema);
  } catch (error) {
    throw new UsageError(`${where}: expected a JSON Schema: ${(error as Error).message}`);
  }
  return { schema, path };
}

function schemaIn(path: string, where: string): JsonSchema {
  let value: unknown;
  try {
    value = JSON.parse(readInput(path, 'a JSON Schema', path));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${where}: ${path} is not JSON: ${(error as Error).message}`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as JsonSchema;
  throw new UsageError(`${where}: expected a JSON Schema, an object, in ${path}`);
}

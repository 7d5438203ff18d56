import { resolve } from 'node:path';
import { compileSchema } from '../compile-schema.ts';

import { readInput } from '../read-input.ts';
import { UsageError } from '../usage-error.ts';
import type { Layers } from './layers.ts';

type Schema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schemas of the roles, by name; those in files are read.
 *
 * @param directory what paths of files start from
 * @throws UsageError where one cannot be read or is no JSON Schema
 */
export async function answerSchemas(
  layers: Layers,
  directory: string,
): Promise<ReadonlyMap<string, Schema>> {
  const schemas = new Map<string, Schema>();
  for (const name of layers.roleNames()) {
    const found = layers.find(`roles.${name}.schema`, ({ roles }) => roles?.[name]?.schema);
    if (!found) continue;
    const { value, where } = found;
    const path = typeof value === 'string' ? resolve(directory, value) : null;
    const schema = path === null ? (value as Schema) : schemaIn(path, where);
    layers.record(`roles.${name}.schema`, path ?? 'given', found.source);
    try {
      await compileSchema(schema);
    } catch (error) {
      throw new UsageError(`${where}: expected a JSON Schema: ${(error as Error).message}`);
    }
    schemas.set(name, schema);
  }
  return schemas;
}

function schemaIn(path: string, where: string): Schema {
  let value: unknown;
  try {
    value = JSON.parse(readInput(path, 'a JSON Schema', path));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${where}: ${path} is not JSON: ${(error as Error).message}`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Schema;
  throw new UsageError(`${where}: expected a JSON Schema, an object, in ${path}`);
}

import type { Layers } from './layers.ts';
import { type JsonSchema, readSchema } from './read-schema.ts';

/**
 * The JSON Schemas of the roles, by name; those in files are read.
 *
 * @param directory what paths of files start from
 * @throws UsageError where one cannot be read or is no JSON Schema
 */
export async function answerSchemas(
  layers: Layers,
  directory: string,
): Promise<ReadonlyMap<string, JsonSchema>> {
  const schemas = new Map<string, JsonSchema>();
  for (const name of layers.roleNames()) {
    const found = layers.find(`roles.${name}.schema`, ({ roles }) => roles?.[name]?.schema);
    if (!found) continue;
    const { schema, path } = await readSchema(found.value, directory, found.where);
    layers.record(`roles.${name}.schema`, path ?? 'given', found.source);
    schemas.set(name, schema);
  }
  return schemas;
}

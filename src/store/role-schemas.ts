import type { JsonSchema } from '../spec/schema-object.ts';
import { readRecord } from './run-reader.ts';
import type { Database } from './sqlite.ts';

/** The JSON Schemas that answers of the run match, by the name of the role; roles without one are left out. */
export function roleSchemas(database: Database): ReadonlyMap<string, JsonSchema> {
  const { roles } = readRecord(database).spec;
  return new Map(
    roles.flatMap(({ name, schema }): [string, JsonSchema][] => (schema ? [[name, schema]] : [])),
  );
}

/** A JSON Schema that is more than `true` or `false`. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a reference of a schema to a part of itself stands for, `#/$defs/name`; undefined where there is none. */
export function referredSchema(root: JsonSchema, reference: string): unknown {
  let at: unknown = root;
  for (const part of reference.replace(/^#\/?/, '').split('/')) {
    if (part === '') continue;
    at = isSchema(at) ? at[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  }
  return at;
}

/** Words of a schema that hold schemas by name. */
export const holdMany: ReadonlySet<string> = new Set(['properties', '$defs', 'definitions']);

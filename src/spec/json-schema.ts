import * as z from 'zod/mini';
import { specSchema } from './schema/spec.ts';

/** The JSON Schema (draft 2020-12) of a spec, for editors and for `swarmdeck schema`. */
export function specJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(specSchema);
  return {
    $schema,
    title: 'swarmdeck spec',
    description: 'Everything that a run of swarmdeck needs. Units stand in the descriptions.',
    ...rest,
  };
}

interface SchemaNode {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly anyOf?: readonly SchemaNode[];
}

/** What a field means, with its unit, by its path (`retry.baseMs`); empty where there is no such. */
export function fieldDescription(schema: z.ZodMiniType, path: string): string {
  let nodes: readonly SchemaNode[] = [z.toJSONSchema(schema) as SchemaNode];
  for (const name of path.split('.')) {
    const shapes = nodes.flatMap((node) => [node, ...(node.anyOf ?? [])]);
    nodes = shapes.flatMap((node) => node.properties?.[name] ?? []);
  }
  return nodes[0]?.description ?? '';
}

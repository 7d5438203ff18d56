import { describe, expect, it } from 'vitest';
import { schemaCommand } from '../../src/cli/schema.ts';
import { specJsonSchema } from '../../src/spec/json-schema.ts';
import { captured } from '../helpers/spec.ts';

interface Node {
  description?: string;
  default?: unknown;
  properties?: Record<string, Node>;
  oneOf?: unknown[];
  additionalProperties?: unknown;
}

describe('swarmdeck schema', () => {
  it('prints the JSON Schema of a spec on stdout', () => {
    const streams = captured();
    expect(schemaCommand(streams)).toBe(0);
    expect(JSON.parse(streams.texts.stdout)).toEqual(JSON.parse(JSON.stringify(specJsonSchema())));
    expect(streams.texts.stderr).toBe('');
  });

  it('describes every field, with defaults, and allows no other', () => {
    const schema = specJsonSchema() as Node;
    expect(schema.additionalProperties).toBe(false);
    const undescribed: string[] = [];
    const walk = (node: Node, path: string) => {
      for (const [name, field] of Object.entries(node.properties ?? {})) {
        if (!field.description) undescribed.push(`${path}${name}`);
        walk(field, `${path}${name}.`);
      }
    };
    walk(schema, '');
    expect(undescribed).toEqual([]);
    expect(schema.properties?.retry.properties?.retries.default).toBe(5);
    expect(schema.properties?.retry.properties?.baseMs.description).toContain('milliseconds');
  });

  it('knows every kind of work, and that a workload is one of them', () => {
    const workload = (specJsonSchema() as Node).properties?.workload;
    const kinds = [
      'prompts',
      'content',
      'consensus',
      'compare',
      'workflow',
      'workflows',
      'embeddings',
    ];
    expect(Object.keys(workload?.properties ?? {})).toEqual(expect.arrayContaining(kinds));
    expect(workload?.oneOf).toEqual(kinds.map((kind) => ({ required: [kind] })));
  });
});

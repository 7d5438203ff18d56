import { expect, it } from 'vitest';
import { isToolName, serverToolNames } from '../../src/tools/tool-name.ts';

const namesOf = (server: string, ...tools: string[]) => [
  ...serverToolNames(server, tools).values(),
];

it('puts the server before the tool', () => {
  expect(namesOf('docs', 'search', 'read-page')).toEqual(['docs__search', 'docs__read-page']);
});

it('writes _ for what services do not take', () => {
  expect(namesOf('docs', 'pages.get/one', 'größe')).toEqual(['docs__pages_get_one', 'docs__gr__e']);
});

it('tells apart what would be the same, whatever order the server has', () => {
  const tools = ['a.b', 'a/b', 'a_b'];
  const names = serverToolNames('docs', tools);
  expect(names.get('a_b')).toBe('docs__a_b');
  expect(names.get('a.b')).toMatch(/^docs__a_b_[0-9a-f]{8}$/);
  expect(new Set(names.values()).size).toBe(3);
  const turned = serverToolNames('docs', tools.toReversed());
  for (const tool of tools) expect(turned.get(tool)).toBe(names.get(tool));
});

it('keeps to 64 characters, and to one name for each', () => {
  const long = 'a'.repeat(70);
  const names = namesOf('docs', `${long}b`, `${long}c`, 'x'.repeat(58));
  expect(names.map((name) => name.length)).toEqual([64, 64, 64]);
  expect(new Set(names).size).toBe(3);
  expect(names.every(isToolName)).toBe(true);
});

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTierTable } from '../../src/settings/tier-table.ts';
import { folder, refusal } from '../helpers/spec.ts';

const file = (text: string) => join(folder({ 'settings.json': text }), 'settings.json');

test('tiers are read by provider, whatever else the settings hold', () => {
  const text =
    '{ "presets": 7, "tiers": { "openai": { "complex": "gpt-6-sol" }, "vllm": { "simple": "m" } } }';
  expect(readTierTable(file(text))).toEqual({
    openai: { complex: 'gpt-6-sol' },
    vllm: { simple: 'm' },
  });
  expect(readTierTable(file('{}'))).toEqual({});
  expect(readTierTable(join(folder(), 'settings.json'))).toEqual({});
});

test.each([
  ['{ "tiers": { "opnai": {} } }', 'tiers.opnai: unknown provider `opnai`; did you mean `openai`?'],
  [
    '{ "tiers": { "openai": { "simpel": "m" } } }',
    'tiers: openai.simpel: unknown field `simpel`; did you mean `simple`?',
  ],
  [
    '{ "tiers": { "openai": { "simple": 5 } } }',
    'tiers: openai.simple: expected the name of a model, got 5',
  ],
])('%s is refused in one sentence', async (text, sentence) => {
  const path = file(text);
  expect(await refusal(() => readTierTable(path))).toBe(`${path}: ${sentence}`);
});

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builtInPresets } from '../../presets/index.ts';
import { readPriceTable } from '../../src/settings/price-table.ts';
import { savedPresets } from '../../src/settings/saved-presets.ts';
import { folder, refusal } from '../helpers/spec.ts';

const fileWith = (text: string) => join(folder({ 'settings.json': text }), 'settings.json');
const prices = (table: object) => fileWith(JSON.stringify({ presets: {}, prices: table }));

test('prices stand in the settings by provider and model; without any there are none', () => {
  const table = { 'openai/gpt-x': { input: 1, output: 2, cacheRead: 0.1 } };
  expect(readPriceTable(prices(table))).toEqual(table);
  expect(readPriceTable(fileWith('{"presets":{}}'))).toEqual({});
  expect(readPriceTable(join(folder(), 'settings.json'))).toEqual({});
});

test('they stay where a preset is saved beside them', () => {
  const file = prices({ 'openai/gpt-x': { input: 1, output: 2 } });
  savedPresets({ home: join(file, '..') }).save({ ...builtInPresets[0], name: 'mine' });
  expect(readPriceTable(file)).toEqual({ 'openai/gpt-x': { input: 1, output: 2 } });
});

test.each([
  ['[', 'the settings cannot be read'],
  ['{"prices":{"openai/x":{"input":"1","output":2}}}', 'prices: openai/x.input: expected a number'],
  ['{"prices":{"openai/x":{"input":1}}}', 'prices: openai/x.output: expected'],
  ['{"prices":{"openai/x":{"input":1,"output":2,"outpt":3}}}', 'unknown field `outpt`'],
  ['{"prices":{"openai/x":{"input":-1,"output":2}}}', 'prices: openai/x.input: expected a number'],
  ['{"prices":{"gpt-x":{"input":1,"output":2}}}', 'expected a name like openai/gpt-5-mini'],
  ['{"prices":{"opnai/x":{"input":1,"output":2}}}', 'did you mean `openai`?'],
])('%s is refused with its place', async (text, sentence) => {
  const file = fileWith(text);
  const told = await refusal(() => readPriceTable(file));
  expect(told).toContain(sentence);
  expect(told).toContain(file);
});

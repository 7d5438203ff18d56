import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textSource } from '../../../src/plan/embeddings/text-source.ts';
import { loadTexts } from '../../../src/spec/embeddings/load-texts.ts';
import { folder, refusal } from '../../helpers/spec.ts';

async function loaded(name: string, text: string | Uint8Array, directory = folder()) {
  const { writeFileSync } = await import('node:fs');
  writeFileSync(`${directory}/${name}`, text);
  const file = await loadTexts(name, { directory, where: 'here' });
  const source = textSource({ texts: { from: 'file', ...file } });
  const all = Array.from({ length: source.count }, (_, text) => source.of(text));
  source.close();
  return all;
}

test('a file has a text a line; blank lines, blanks around it and a byte order mark are none', async () => {
  expect(await loaded('t.txt', '\uFEFFone\r\n\n  two  \nthree')).toEqual([
    { id: null, text: 'one' },
    { id: null, text: 'two' },
    { id: null, text: 'three' },
  ]);
});

test('a JSONL file has ids too', async () => {
  const lines = ['{"id":"a","text":"one"}', '{"id":7,"text":"two\\nlines"}', '{"text":"x"}', '"y"'];
  expect(await loaded('t.jsonl', lines.join('\n'))).toEqual([
    { id: 'a', text: 'one' },
    { id: '7', text: 'two\nlines' },
    { id: null, text: 'x' },
    { id: null, text: 'y' },
  ]);
});

test('any texts are read as they are', async () => {
  const directory = folder();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), async (texts) => {
      const wellFormed = texts.map((text) => `x${text.toWellFormed()}`);
      const lines = wellFormed.map((text) => JSON.stringify({ text })).join('\n');
      const read = await loaded('t.jsonl', lines, directory);
      expect(read.map(({ text }) => text)).toEqual(wellFormed);
    }),
    { numRuns: 40 },
  );
});

test('lines longer than a block of the file are whole', async () => {
  const long = 'ä'.repeat(100_000);
  const read = await loaded('t.txt', `${long}\nshort\n${long}`);
  expect(read.map(({ text }) => text.length)).toEqual([100_000, 5, 100_000]);
});

test.each([
  [
    't.jsonl',
    '{"text":"one"}\n{"txt":"two"}',
    't.jsonl:2: text: expected a text to turn into a vector, got nothing',
  ],
  [
    't.jsonl',
    '{"text":"one"}\n\n[1]',
    't.jsonl:3: expected one JSON object with a text, got a list',
  ],
  [
    't.jsonl',
    '{"text":"one","id":{}}',
    't.jsonl:1: id: expected a text or a number, got a mapping',
  ],
  ['t.txt', Buffer.from('one\n\xff\n', 'latin1'), 't.txt:2: expected UTF-8 text, got other bytes'],
  ['t.txt', ' \n', 'here: expected texts, but t.txt is empty'],
  ['t.csv', 'a', 't.csv: expected texts, one a line or JSONL, got a .csv file'],
])('%s with %s is refused', async (name, text, sentence) => {
  expect(await refusal(loaded(name, text))).toBe(sentence);
});

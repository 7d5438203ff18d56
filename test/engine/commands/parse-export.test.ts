import { expect, test } from 'vitest';
import { parseCommand } from '../../../src/engine/commands/parse-command.ts';
import { names } from './names.ts';

const parsed = (text: string) => {
  const result = parseCommand(text, names);
  return result.ok ? result.command : result.message;
};

test('an export names a file, and behind it the results that are written', () => {
  expect(parsed('export results.csv')).toEqual({
    type: 'export',
    file: 'results.csv',
    overwrite: false,
    selection: null,
  });
  expect(parsed('export! ./a/b.jsonl status:done role:kaoz')).toEqual({
    type: 'export',
    file: './a/b.jsonl',
    overwrite: true,
    selection: { query: 'status:done role:kaoz' },
  });
  expect(parsed('export out.md kaoz')).toMatchObject({ selection: { query: 'role:kaoz' } });
  expect(parsed('export out.md marked')).toMatchObject({ selection: { query: 'marked' } });
});

test('a file whose name holds spaces stands in quotes', () => {
  expect(parsed('export "my results.csv" shown')).toMatchObject({
    file: 'my results.csv',
    selection: { query: 'shown' },
  });
});

test('what is missing or wrong is said in a sentence', () => {
  expect(parsed('export')).toBe('say which file, as export results.csv');
  expect(parsed('export ""')).toBe('say which file, as export results.csv');
  expect(parsed('export results.xlsx')).toBe(
    'export writes .csv, .jsonl, .md, and results.xlsx ends in none of them',
  );
  expect(parsed('export a.csv staus:done')).toMatch(/did you mean/);
  expect(parseCommand('export results.xlsx', names)).toMatchObject({ ok: false, at: 7 });
});

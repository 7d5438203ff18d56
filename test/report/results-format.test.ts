import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import type { ResultLine } from '../../src/report/result-line.ts';
import { resultsFormat } from '../../src/report/results-format.ts';

const done: ResultLine = {
  task: 'p0',
  role: 'kaoz',
  agent: 'kaoz_1',
  status: 'done',
  text: 'One "quoted",\r\nand a second line.',
  usage: {
    input_tokens: 10,
    cache_read_tokens: 3,
    cache_write_tokens: 2,
    output_tokens: 20,
    estimated: false,
  },
  cost_usd: 12e-9,
  attempts: 2,
  duration_ms: 1300.5,
  route: 'openai/small',
  error: null,
};
const failed: ResultLine = {
  ...done,
  task: ' p,1 ',
  status: 'failed',
  text: null,
  usage: null,
  cost_usd: null,
  attempts: 1,
  error: { class: 'server', message: '' },
};

function written(file: string, lines: readonly ResultLine[]): string {
  const format = resultsFormat(file);
  if (format === null) throw new Error(`${file} has no format`);
  return format.head + lines.map((line) => format.write(line)).join('');
}

test('CSV is read back by another as it was, line breaks, quotes, commas and blanks included', () => {
  const text = written('results.csv', [done, failed]);
  const [first, second] = parse(text, { columns: true, recordDelimiter: '\r\n' }) as Record<
    string,
    string
  >[];
  expect(first).toMatchObject({
    task: 'p0',
    agent: 'kaoz_1',
    text: done.text,
    output_tokens: '20',
    usage_estimated: 'false',
    cost_usd: '0.000000012',
    duration_ms: '1300.5',
    error_class: '',
  });
  expect(second).toMatchObject({ task: ' p,1 ', text: '', error_class: 'server' });
});

test('in CSV an empty text is told apart from none', () => {
  const [, record] = written('r.csv', [{ ...failed, text: '' }]).split('\r\n');
  const [, none] = written('r.csv', [failed]).split('\r\n');
  expect(record).toMatch(/,failed,"",/);
  expect(none).toMatch(/,failed,,/);
});

test('JSONL is a line of results.jsonl for each', () => {
  const lines = written('R.JSONL', [done, failed]).split('\n');
  expect(lines).toHaveLength(3);
  expect(JSON.parse(lines[0])).toEqual(done);
  expect(JSON.parse(lines[1])).toEqual(failed);
});

test('Markdown has a heading, the figures and the answer as it is for each', () => {
  const text = written('results.md', [done, failed]);
  expect(text).toContain(
    '## p0 · done\n\n`kaoz_1` · `openai/small` · 20 tokens · <$0.000001 · 1.3 s · 2 tries\n\nOne "quoted",\r\nand a second line.\n',
  );
  expect(text).toContain('## p,1 · failed\n');
  expect(text).toContain('> server:\n');
});

test('a name that ends in none of them asks for no format', () => {
  for (const file of ['results', 'results.csv.gz', 'csv', 'a.txt'])
    expect(resultsFormat(file)).toBeNull();
});

test('an answer of an earlier run says which it was', () => {
  const nobody = { agent: null, route: null, usage: null, duration_ms: null, attempts: 0 };
  const cached = { ...done, ...nobody, cost_usd: 0, cached: { run: 'r0', task: 'q' } };
  expect(written('results.md', [cached])).toContain('\n$0.00 · answered in run `r0`\n');
  expect(JSON.parse(written('results.jsonl', [cached])).cached).toEqual({ run: 'r0', task: 'q' });
});

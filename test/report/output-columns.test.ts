import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { OutputColumns } from '../../src/report/output-columns.ts';
import type { ResultLine } from '../../src/report/result-line.ts';
import { resultsFormat } from '../../src/report/results-format.ts';
import { invoiceSchema } from '../helpers/invoice-schema.ts';

const done: ResultLine = {
  task: 'p0',
  role: 'reader',
  agent: 'reader_0',
  status: 'done',
  text: '{}',
  usage: null,
  cost_usd: null,
  attempts: 1,
  duration_ms: 10,
  route: 'openai/small',
  error: null,
};
const invoice = {
  number: 'R-1, "A"',
  status: 'paid',
  supplier: { name: 'Stone & Sons', address: { city: 'Łódź' }, vatId: null },
  lines: [{ text: 'Granite', amount: 2.5 }],
  total: 1e-7,
  paid: false,
  extra: 'not in the schema',
};
const of = (...schemas: object[]) =>
  new Map(
    schemas.map((schema, index) => [
      index === 0 ? 'reader' : `r${index}`,
      schema as Record<string, unknown>,
    ]),
  );
const columnsOf = (...schemas: object[]) =>
  new OutputColumns(of(...schemas), ['task', 'status', 'text']);

test('each property is a column, those inside by dots, lists and maps whole, in the order of the schema', () => {
  expect(columnsOf(invoiceSchema).names).toEqual([
    'number',
    'output.status',
    'supplier.name',
    'supplier.address.street',
    'supplier.address.city',
    'supplier.vatId',
    'lines',
    'total',
    'paid',
    'days',
  ]);
});

test('CSV has them after the other columns, and is read back as it was', () => {
  const format = resultsFormat('r.csv', of(invoiceSchema));
  const free = { ...done, task: 'p1', role: 'writer', text: 'Prose.' };
  const lines = [{ ...done, output: invoice }, free].map((line) => format?.write(line));
  const [first, second] = parse([format?.head, ...lines].join(''), {
    columns: true,
    recordDelimiter: '\r\n',
  }) as Record<string, string>[];
  expect(Object.keys(first).slice(0, 5)).toEqual(['task', 'role', 'agent', 'status', 'text']);
  expect(first).toMatchObject({
    status: 'done',
    text: '{}',
    number: 'R-1, "A"',
    'output.status': 'paid',
    'supplier.name': 'Stone & Sons',
    'supplier.address.street': '',
    'supplier.address.city': 'Łódź',
    'supplier.vatId': '',
    lines: '[{"text":"Granite","amount":2.5}]',
    total: '0.0000001',
    paid: 'false',
    days: '',
  });
  expect(second).toMatchObject({ status: 'done', text: 'Prose.', number: '', lines: '' });
});

test.each<[number, string]>([
  [1e21, '1000000000000000000000'],
  [-2.5e-9, '-0.0000000025'],
  [1.23e-30, '0.00000000000000000000000000000123'],
  [0, '0'],
  [-17.25, '-17.25'],
])('the number %d is told whole', (number, told) => {
  const schema = { type: 'object', properties: { n: { type: 'number' } } };
  const format = resultsFormat('r.csv', of(schema));
  const record = format?.write({ ...done, output: { n: number } });
  expect(record).toMatch(new RegExp(`,${told}\r\n$`));
});

test('roles with other schemas add theirs, and a name that is the same is one column', () => {
  const city = { type: 'object', properties: { number: { type: 'integer' }, city: {} } };
  const columns = columnsOf({ type: 'object', properties: { number: {}, status: {} } }, city);
  expect(columns.names).toEqual(['number', 'output.status', 'city']);
  const output = { number: 3, city: 'Oslo', status: 'nothing of its schema' };
  expect(columns.cells({ ...done, role: 'r1', output })).toEqual([3, null, 'Oslo']);
});

test('what is no object with known properties is one column, as JSON where it is not plain', () => {
  const list = columnsOf({ type: 'array', items: { type: 'integer' } });
  expect(list.names).toEqual(['output']);
  expect(list.cells({ ...done, output: [1, 2] })).toEqual(['[1,2]']);
  const map = columnsOf({ type: 'object', additionalProperties: { type: 'number' } });
  expect(map.cells({ ...done, output: { a: 1 } })).toEqual(['{"a":1}']);
  expect(columnsOf({ enum: ['yes', 'no'] }).cells({ ...done, output: 'no' })).toEqual(['no']);
});

test('an object that may be null or one of several has the columns of each; one that may be a text is whole', () => {
  const place = { type: 'object', properties: { city: {}, street: {} } };
  const point = { type: 'object', properties: { city: {}, east: {} } };
  const schema = {
    type: 'object',
    properties: {
      at: { anyOf: [{ $ref: '#/$defs/place' }, { type: 'null' }] },
      of: { oneOf: [place, point] },
      or: { anyOf: [place, { type: 'string' }] },
    },
    allOf: [{ properties: { more: { type: 'string' } } }],
    $defs: { place },
  };
  const columns = columnsOf(schema);
  expect(columns.names).toEqual([
    'at.city',
    'at.street',
    'of.city',
    'of.street',
    'of.east',
    'or',
    'more',
  ]);
  const output = { at: null, of: { east: 9 }, or: { city: 'Oslo' }, more: '' };
  expect(columns.cells({ ...done, output })).toEqual([
    ...[null, null, null, null, 9],
    '{"city":"Oslo"}',
    '',
  ]);
});

test('what holds itself ends in JSON', () => {
  const node = { type: 'object', properties: { name: {}, next: { $ref: '#' } } };
  const columns = columnsOf(node);
  expect(columns.names).toEqual(['name', 'next.name', 'next.next']);
  const output = { name: 'a', next: { name: 'b', next: { name: 'c' } } };
  expect(columns.cells({ ...done, output })).toEqual(['a', 'b', '{"name":"c"}']);
});

test('names that are the same in another way stay apart', () => {
  const schema = {
    type: 'object',
    properties: { a: { type: 'object', properties: { b: {} } }, 'a.b': {} },
  };
  const columns = columnsOf(schema);
  expect(columns.names).toEqual(['a.b', 'output.a.b']);
  expect(columns.cells({ ...done, output: { a: { b: 1 }, 'a.b': 2 } })).toEqual([1, 2]);
});

test('Markdown lays the answer out, in a fence that nothing in it ends', () => {
  const output = { code: '```js', n: 1 };
  const section = resultsFormat('r.md')?.write({ ...done, text: '{"code":"```js"}', output });
  expect(section).toContain('\n````json\n{\n  "code": "```js",\n  "n": 1\n}\n````\n');
});

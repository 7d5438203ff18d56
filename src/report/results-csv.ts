import type { JsonSchema } from '../spec/schema-object.ts';
import { type Cell, OutputColumns } from './output-columns.ts';
import type { ResultLine } from './result-line.ts';

/** The columns, by what stands in them; null is an empty field. */
const columns: Readonly<Record<string, (line: ResultLine) => Cell>> = {
  task: ({ task }) => task,
  role: ({ role }) => role,
  agent: ({ agent }) => agent,
  status: ({ status }) => status,
  text: ({ text }) => text,
  input_tokens: ({ usage }) => usage?.input_tokens ?? null,
  cache_read_tokens: ({ usage }) => usage?.cache_read_tokens ?? null,
  cache_write_tokens: ({ usage }) => usage?.cache_write_tokens ?? null,
  output_tokens: ({ usage }) => usage?.output_tokens ?? null,
  usage_estimated: ({ usage }) => usage?.estimated ?? null,
  cost_usd: ({ cost_usd }) => cost_usd,
  attempts: ({ attempts }) => attempts,
  duration_ms: ({ duration_ms }) => duration_ms,
  route: ({ route }) => route,
  error_class: ({ error }) => error?.class ?? null,
  error_message: ({ error }) => error?.message ?? null,
};

/**
 * Results as records of RFC 4180, after one of names: lines end in CR LF, and a text keeps its own line
 * breaks inside quotes.
 *
 * @param schemas that answers match, by role: what is in them has columns of its own, after the others
 */
export function csvFormat(schemas: ReadonlyMap<string, JsonSchema>) {
  const names = Object.keys(columns);
  const outputs = new OutputColumns(schemas, names);
  return {
    head: record([...names, ...outputs.names]),
    write: (line: ResultLine) =>
      record([...Object.values(columns).map((of) => of(line)), ...outputs.cells(line)]),
  };
}

function record(fields: readonly Cell[]): string {
  return `${fields.map(field).join(',')}\r\n`;
}

/**
 * A text is quoted where it would break the record, where a reader might cut blanks at its ends, and
 * where it is empty: nothing at all stands for what is not there.
 */
function field(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return decimal(value);
  const text = String(value);
  return /[",\r\n]|^\s|\s$|^$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A price of a few nano-dollars is no `1.2e-8`: not every reader of CSV takes that for a number. */
function decimal(value: number): string {
  const [, decimals = '', exponent] = /^-?\d+(?:\.(\d+))?e([+-]\d+)$/.exec(String(value)) ?? [];
  if (exponent === undefined) return String(value);
  if (Number(exponent) > 0) return BigInt(value).toString();
  // More digits than a hundred are not to be had.
  return value.toFixed(Math.min(100, decimals.length - Number(exponent)));
}

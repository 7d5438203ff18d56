import type { ResultLine } from './result-line.ts';

/** The columns, by what stands in them; null is an empty field. */
const columns: Readonly<Record<string, (line: ResultLine) => string | number | boolean | null>> = {
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

/** The record of names that a CSV file begins with. */
export const csvHead = record(Object.keys(columns));

/** A result as a record of RFC 4180: lines end in CR LF, and a text keeps its own line breaks inside quotes. */
export function csvRecord(line: ResultLine): string {
  return record(Object.values(columns).map((of) => of(line)));
}

function record(fields: readonly (string | number | boolean | null)[]): string {
  return `${fields.map(field).join(',')}\r\n`;
}

/**
 * A text is quoted where it would break the record, where a reader might cut blanks at its ends, and
 * where it is empty: nothing at all stands for what is not there.
 */
function field(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return decimal(value);
  const text = String(value);
  return /[",\r\n]|^\s|\s$|^$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A price of a few nano-dollars is no `1.2e-8`: not every reader of CSV takes that for a number. */
function decimal(value: number): string {
  return String(value).includes('e') ? value.toFixed(9).replace(/0+$/, '') : String(value);
}

import { csvRows } from '../csv-rows.ts';
import { namesThereAre } from '../near-miss.ts';
import { plainPlace } from '../place.ts';
import { UsageError } from '../usage-error.ts';
import type { PromptReader } from './prompt-reader.ts';

/** Columns with a meaning of their own besides that of the text; every other column is a variable. */
const ownColumns = new Set(['id', 'role', 'system', 'priority', 'deadlineSeconds']);

const numeric = new Set(['priority', 'deadlineSeconds']);

/** CSV (RFC 4180) with a header row; the column `prompt` (or `question`) must be there. Blank lines are skipped. */
export async function csvPrompts<Item>(
  text: string,
  name: string,
  reader: PromptReader<Item>,
): Promise<Item[]> {
  const [header, ...rows] = await csvRows(text, name);
  const own = new Set([...ownColumns, ...(reader.ownColumns ?? [])]);
  const columns = header.fields.map((column) => column.trim());
  const { called } = reader;
  if (!columns.includes(called)) {
    throw new UsageError(
      `${name}:1: expected a header row with a column \`${called}\`${namesThereAre(called, columns)}`,
    );
  }
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) {
    throw new UsageError(`${name}:1: the column \`${twice}\` is there twice`);
  }
  return rows.map((row) => {
    const place = plainPlace(`${name}:${row.line}`);
    const value: Record<string, unknown> = {};
    const vars: Record<string, string> = {};
    columns.forEach((column, index) => {
      const cell = row.fields[index];
      if (column !== called && !own.has(column)) vars[column] = cell;
      else if (cell.trim() !== '') value[column] = numeric.has(column) ? numberOrWord(cell) : cell;
    });
    return reader.record({ ...value, vars }, place);
  });
}

function numberOrWord(cell: string): string | number {
  const word = cell.trim();
  return /^-?\d+(\.\d+)?$/.test(word) ? Number(word) : word;
}

import { extname, resolve } from 'node:path';
import { csvRows } from '../csv-rows.ts';
import { readInput } from '../read-input.ts';
import { UsageError } from '../usage-error.ts';
import { valueWords } from '../value-words.ts';

/** A row of inputs, and where it stands. */
export interface InputRow {
  readonly values: Readonly<Record<string, unknown>>;
  readonly where: string;
}

/**
 * The rows of a file: CSV with a header row, or JSONL, an object a line.
 *
 * @param directory what a relative name starts from
 * @throws UsageError with the file and line
 */
export async function loadRows(file: string, directory: string): Promise<InputRow[]> {
  const ending = extname(file).toLowerCase();
  const isCsv = ending === '.csv';
  if (!isCsv && ending !== '.jsonl' && ending !== '.ndjson')
    throw new UsageError(
      `${file}: expected inputs as JSONL or CSV, got a ${ending || 'bare'} file`,
    );
  const text = readInput(resolve(directory, file), 'inputs', file);
  return isCsv ? csvInputs(text, file) : jsonlInputs(text, file);
}

async function csvInputs(text: string, file: string): Promise<InputRow[]> {
  const [header, ...rows] = await csvRows(text, file);
  const columns = header.fields.map((column) => column.trim());
  return rows.map(({ fields, line }) => ({
    values: Object.fromEntries(columns.map((column, index) => [column, fields[index]])),
    where: `${file}:${line}`,
  }));
}

function jsonlInputs(text: string, file: string): InputRow[] {
  return text.split('\n').flatMap((line, index): InputRow[] => {
    if (line.trim() === '') return [];
    const where = `${file}:${index + 1}`;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      throw new UsageError(
        `${where}: expected one JSON object, got a broken line (${(error as Error).message})`,
      );
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new UsageError(`${where}: expected one JSON object, got ${valueWords(value)}`);
    return [{ values: value as Record<string, unknown>, where }];
  });
}

import type { CsvError } from 'csv-parse/sync';
import { UsageError } from './usage-error.ts';

export interface CsvRow {
  readonly fields: readonly string[];
  /** Number of its first line. */
  readonly line: number;
}

export interface CsvWays {
  readonly delimiter?: string;
  /** Rows may have fewer or more fields than the first one. */
  readonly anyLength?: boolean;
}

interface ParsedRow {
  readonly record: readonly string[];
  readonly raw: string;
  /** Lines read up to the end of the row. */
  readonly info: { readonly lines: number };
}

/**
 * The rows of a CSV (RFC 4180), that of the header too. Blank lines are skipped.
 *
 * @param name what sentences begin with
 * @throws UsageError with the line where it is no CSV
 */
export async function csvRows(
  text: string,
  name: string,
  { delimiter = ',', anyLength = false }: CsvWays = {},
): Promise<CsvRow[]> {
  // Loaded here and not on top: most runs have no CSV.
  const { parse } = await import('csv-parse/sync');
  try {
    const rows = parse(text, {
      info: true,
      raw: true,
      skip_empty_lines: true,
      delimiter,
      relax_column_count: anyLength,
    }) as unknown as ParsedRow[];
    return rows.map(({ record, raw, info }) => ({
      fields: record,
      line: info.lines - (raw.trim().split('\n').length - 1),
    }));
  } catch (error) {
    const { code, lines, message } = error as CsvError & { lines?: number };
    const where = lines === undefined ? name : `${name}:${lines}`;
    throw new UsageError(`${where}: ${mends[code] ?? `not valid CSV: ${message}`}`);
  }
}

const mends: Record<string, string> = {
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH:
    'expected as many fields as the header row has; put a field that holds a comma in quotes',
  CSV_QUOTE_NOT_CLOSED: 'expected a closing quote, but the file ends inside a field in quotes',
  INVALID_OPENING_QUOTE:
    'a quote stands inside a field without quotes; put the field in quotes and double those inside',
  CSV_INVALID_CLOSING_QUOTE:
    'text follows a closing quote; double the quotes that stand inside a field in quotes',
};

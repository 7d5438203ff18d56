import { type CsvRow, csvRows } from '../csv-rows.ts';
import { UsageError } from '../usage-error.ts';
import type { RosterProblem, RosterRow, RosterRows } from './roster.ts';

/** Rosters come out of spreadsheets: also with semicolons and tabs. */
const delimiters = [',', ';', '\t'];

/**
 * The rows of a CSV with a header row. Where it is broken the rows that are whole are taken, and the
 * others are told with their lines.
 */
export async function csvRoster(text: string, file: string): Promise<RosterRows> {
  const [top] = text.trimStart().split('\n', 1);
  const times = (sign: string) => top.split(sign).length;
  const delimiter = delimiters.reduce((most, sign) => (times(sign) > times(most) ? sign : most));
  const { rows, problems } = await readRows(text, file, delimiter);
  const [header, ...entries] = rows;
  if (header === undefined) throw new UsageError(`${file}: expected a header row, got none`);
  const columns = header.fields.map((column) => column.trim());
  const found: RosterRow[] = [];
  const broken: RosterProblem[] = [...problems];
  for (const { fields, line } of entries) {
    if (fields[0].startsWith('#') || fields.every((field) => field.trim() === '')) continue;
    // What is left out at the end of a row is empty; what is too much has come apart at a sign.
    if (fields.slice(columns.length).some((field) => field.trim() !== '')) {
      const why = `it has ${fields.length} fields and the header row ${columns.length}; put a field that holds a \`${delimiter}\` in quotes`;
      broken.push({ line, title: null, why });
      continue;
    }
    found.push({
      line,
      fields: Object.fromEntries(columns.map((column, index) => [column, fields[index] ?? ''])),
    });
  }
  return { rows: found, problems: broken };
}

/** All rows at once or, where a quote is in the way, each line by itself. */
async function readRows(
  text: string,
  file: string,
  delimiter: string,
): Promise<{ rows: CsvRow[]; problems: RosterProblem[] }> {
  try {
    return { rows: await csvRows(text, file, { delimiter, anyLength: true }), problems: [] };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
  }
  const rows: CsvRow[] = [];
  const problems: RosterProblem[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    try {
      const [row] = await csvRows(line, '', { delimiter });
      if (row !== undefined) rows.push({ ...row, line: index + 1 });
    } catch (error) {
      const why = (error as Error).message.replace(/^:1: /, '');
      problems.push({ line: index + 1, title: null, why });
    }
  }
  return { rows, problems };
}

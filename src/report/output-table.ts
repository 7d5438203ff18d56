import type { JsonSchema } from '../spec/schema-object.ts';
import { count } from './figure-words.ts';
import { oneLine, tableHead, tableRow } from './markdown-table.ts';
import { OutputColumns } from './output-columns.ts';
import type { ResultLine } from './result-line.ts';

/** Characters of a cell, unless all is wanted. */
const mostInCell = 80;

/**
 * Answers that match a schema as one table, a row for each, in pieces as they are read.
 *
 * @param schemas by the name of the role
 * @param lines results of these roles that are done
 */
export function* outputTable(
  schemas: ReadonlyMap<string, JsonSchema>,
  lines: Iterable<ResultLine>,
  full: boolean,
): Generator<string> {
  const columns = new OutputColumns(schemas, ['task']);
  yield tableHead(['task', ...columns.names].map((title) => ({ title })));
  for (const line of lines) {
    const cells = columns.cells(line).map((cell) => cellWords(cell, full));
    yield tableRow([line.task, ...cells]);
  }
}

function cellWords(cell: string | number | boolean | null, full: boolean): string {
  if (cell === null) return '';
  const words = oneLine(String(cell));
  return full || words.length <= mostInCell ? words : `${words.slice(0, mostInCell)}…`;
}

/** What a report leaves out, and where it stands. */
export function leftOut(shown: number, all: number, what: string, runId: string): string {
  if (shown >= all) return '';
  return `\nThe first ${count(shown)} of ${count(all)} ${what}: all of them stand in \`results.jsonl\`, and \`swarmdeck report ${runId} --full\` tells them whole.\n`;
}

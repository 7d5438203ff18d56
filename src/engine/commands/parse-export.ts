import { resultsEndings, resultsFormat } from '../../report/results-format.ts';
import type { TaskSelection } from './command.ts';
import { CommandError } from './command-error.ts';
import type { CommandNames } from './command-names.ts';
import { type Rest, selectionOf } from './parse-selected.ts';

/** Results are to be written to a file. */
export interface ExportCommand {
  readonly type: 'export';
  /** Its end says how: `.csv`, `.jsonl`, `.md`. */
  readonly file: string;
  /** A file that is there is replaced. */
  readonly overwrite: boolean;
  /** Null for all of them. */
  readonly selection: TaskSelection | null;
}

const example = 'export results.csv';

/** `export FILE [SELECTION]`; a file whose name holds spaces stands in double quotes. */
export function parseExport(rest: Rest, overwrite: boolean, names: CommandNames): ExportCommand {
  const found = /^\s*(?:"([^"]+)"|([^\s"]\S*))/.exec(rest.text);
  const file = found?.[1] ?? found?.[2];
  if (found === null || file === undefined)
    throw new CommandError(rest.at + rest.text.length, `say which file, as ${example}`);
  if (resultsFormat(file) === null)
    throw new CommandError(
      rest.at + rest.text.indexOf(file),
      `export writes ${resultsEndings.join(', ')}, and ${file} ends in none of them`,
    );
  const [whole] = found;
  const behind = { at: rest.at + whole.length, text: rest.text.slice(whole.length) };
  const selection =
    behind.text.trim() === '' ? null : selectionOf(behind, names, `${example} status:done`);
  return { type: 'export', file, overwrite, selection };
}

import type { ResultLine } from './result-line.ts';
import { csvHead, csvRecord } from './results-csv.ts';
import { markdownSection } from './results-markdown.ts';

/** How results are written to a file. */
export interface ResultsFormat {
  /** What the file begins with. */
  readonly head: string;
  /** One result, its line end included. */
  write(line: ResultLine): string;
}

/** Each kind of file that results can be written to, by the end of its name. */
const formats: Readonly<Record<string, ResultsFormat>> = {
  '.csv': { head: csvHead, write: csvRecord },
  '.jsonl': { head: '', write: (line) => `${JSON.stringify(line)}\n` },
  '.md': { head: '# Results\n\n', write: markdownSection },
};

/** The ends of name that say how results are written: `.csv`, `.jsonl`, `.md`. */
export const resultsEndings: readonly string[] = Object.keys(formats);

/** The format that a file's name asks for; null where it asks for none. */
export function resultsFormat(file: string): ResultsFormat | null {
  const ending = resultsEndings.find((end) => file.toLowerCase().endsWith(end));
  return ending === undefined ? null : formats[ending];
}

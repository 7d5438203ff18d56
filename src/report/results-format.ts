import type { JsonSchema } from '../spec/schema-object.ts';
import type { ResultLine } from './result-line.ts';
import { csvFormat } from './results-csv.ts';
import { markdownSection } from './results-markdown.ts';

/** How results are written to a file. */
export interface ResultsFormat {
  /** What the file begins with. */
  readonly head: string;
  /** One result, its line end included. */
  write(line: ResultLine): string;
}

/** Schemas that answers match, by the name of the role; roles whose answers are free are not in it. */
type Schemas = ReadonlyMap<string, JsonSchema>;

/** Each kind of file that results can be written to, by the end of its name. */
const formats: Readonly<Record<string, (schemas: Schemas) => ResultsFormat>> = {
  '.csv': csvFormat,
  '.jsonl': () => ({ head: '', write: (line) => `${JSON.stringify(line)}\n` }),
  '.md': () => ({ head: '# Results\n\n', write: (line) => markdownSection(line) }),
};

/** The ends of name that say how results are written: `.csv`, `.jsonl`, `.md`. */
export const resultsEndings: readonly string[] = Object.keys(formats);

/** The format that a file's name asks for; null where it asks for none. */
export function resultsFormat(file: string, schemas: Schemas = new Map()): ResultsFormat | null {
  const ending = resultsEndings.find((end) => file.toLowerCase().endsWith(end));
  return ending === undefined ? null : formats[ending](schemas);
}

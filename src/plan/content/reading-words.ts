/** What a reader is told to do where nobody says. */
const usualInstruction = 'Summarise what you read.';

export interface ReadingPart {
  /** What to do with the text; null where the instructions of the role say it. */
  readonly instruction: string | null;
  /** Whether the role has instructions. */
  readonly instructed: boolean;
  /** Numbers of the first chunk and the last, from 1. */
  readonly first: number;
  readonly last: number;
  readonly chunks: number;
  /** What was answered before; null where nothing was. */
  readonly answer: string | null;
  /** First and last chunk of parts that could not be read since. */
  readonly lost: readonly (readonly [first: number, last: number])[];
  /** There is nothing to be read after it. */
  readonly isLast: boolean;
}

/** What a reader is told before the chunks of a part. */
export function readingWords(part: ReadingPart): string {
  const { instruction, instructed, first, last, chunks, answer, lost, isLast } = part;
  const what = instruction ?? (instructed ? null : usualInstruction);
  const paragraphs = [
    ...(what === null ? [] : [what]),
    `${rangeWords(first, last, chunks)} of the text ${first === last ? 'follows' : 'follow'}.${
      isLast ? '' : ' More will come: answer for what you have read so far.'
    }`,
    ...lost.map(([from, to]) => `${rangeWords(from, to, chunks)} could not be had.`),
    ...(answer === null
      ? []
      : [
          `Your answer so far, to what came before:\n<answer>\n${answer}\n</answer>\nGive it anew as a whole, with what you read now.`,
        ]),
  ];
  return `${paragraphs.join('\n\n')}\n\n`;
}

function rangeWords(first: number, last: number, chunks: number): string {
  if (first === last) return `Chunk ${first} of ${chunks}`;
  return `Chunks ${first} to ${last} of ${chunks}`;
}

/**
 * A chunk as it is sent, told from the next.
 *
 * @param number from 1
 * @param file its file, where there are several
 */
export function chunkWords(
  text: string,
  number: number,
  chunks: number,
  file: string | null,
): string {
  const [before, after] = around(number, chunks, file);
  return before + text + after;
}

/** Bytes that `chunkWords` adds. */
export function chunkWordsBytes(number: number, chunks: number, file: string | null): number {
  return around(number, chunks, file).reduce((sum, words) => sum + Buffer.byteLength(words), 0);
}

function around(number: number, chunks: number, file: string | null): [string, string] {
  const from = file === null ? '' : ` file=${JSON.stringify(file)}`;
  return [`<chunk number="${number}" of="${chunks}"${from}>\n`, '\n</chunk>\n\n'];
}

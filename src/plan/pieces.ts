import type { Message } from './plan.ts';

/** A message that is put together of texts and, by their numbers, of pieces. */
export interface PiecedMessage {
  /** `text` is one that is turned into a vector: it is sent without a conversation. */
  readonly role: Message['role'] | 'text';
  readonly parts: readonly (string | number)[];
}

/**
 * Texts that the tasks of a plan are made of, where they are too large, or too many, to be held: each
 * is in the record once, and in memory while it is asked for alone.
 */
export interface Pieces {
  readonly count: number;
  text(piece: number): string;
  /** What the operator calls it; null where it has no name of its own. */
  name(piece: number): string | null;
  /** What a task sends, as it is put together; null of one that is made of no pieces. */
  messages(task: number): readonly PiecedMessage[] | null;
  /**
   * Bytes of all that a task sends, at most, as far as it is known yet; nothing is read for it. Null of one
   * that is made of no pieces.
   */
  bytesOf(task: number): number | null;
  /** Pieces of a task; 0 of one that is made of none. */
  countOf(task: number): number;
  /** From here on the texts are those of the record: the files that they came from may change. */
  keep(record: (piece: number) => string): void;
  /** All have been read. @throws UsageError where a file has changed meanwhile */
  read(): void;
}

/** Texts of pieces: first as their files have them, then as the record does. */
export class PieceTexts {
  private ofRecord: ((piece: number) => string) | null = null;
  private readonly ofFiles: (piece: number) => string;

  constructor(ofFiles: (piece: number) => string) {
    this.ofFiles = ofFiles;
  }

  text(piece: number): string {
    return this.ofRecord === null ? this.ofFiles(piece) : this.ofRecord(piece);
  }

  keep(record: (piece: number) => string): void {
    this.ofRecord = record;
  }
}

/** Messages with their pieces in them. One that is a piece alone is read when its content is asked for. */
export function putTogether(
  messages: readonly PiecedMessage[],
  text: (piece: number) => string,
): Message[] {
  return messages.flatMap(({ role, parts }): Message[] => {
    if (role === 'text') return [];
    const [first] = parts;
    if (parts.length === 1 && typeof first === 'number')
      return [
        {
          role,
          get content() {
            return text(first);
          },
        },
      ];
    const texts = parts.map((part) => (typeof part === 'number' ? text(part) : part));
    return [{ role, content: texts.join('') }];
  });
}

/** Pieces, evenly from all: they stand for the rest. */
export function samplePieces({ count }: Pieces, most = 40): number[] {
  const number = Math.min(most, count);
  return Array.from({ length: number }, (_, index) => Math.floor((index * count) / number));
}

import type { StreamReader } from './stream-reader.ts';

const newline = 10;

/** Cuts the bytes of newline-delimited JSON into its lines; blank ones are none. */
export class NdjsonReader implements StreamReader {
  private readonly onLine: (line: string) => void;
  private rest: Buffer | null = null;

  constructor(onLine: (line: string) => void) {
    this.onLine = onLine;
  }

  write(chunk: Buffer): void {
    const bytes = this.rest === null ? chunk : Buffer.concat([this.rest, chunk]);
    const end = bytes.lastIndexOf(newline) + 1;
    // A copy, because the bytes belong to the socket's buffer.
    this.rest = end === bytes.length ? null : Buffer.from(bytes.subarray(end));
    if (end > 0) this.lines(bytes.toString('utf8', 0, end));
  }

  /** What stands in the last, unfinished line is given out too. */
  end(): void {
    if (this.rest !== null) this.lines(this.rest.toString('utf8'));
    this.rest = null;
  }

  private lines(block: string): void {
    for (const line of block.split('\n')) if (line.trim() !== '') this.onLine(line);
  }
}

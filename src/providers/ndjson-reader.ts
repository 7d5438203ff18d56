import type { StreamReader } from './stream-reader.ts';

const newline = 10;

/** Cuts the bytes of newline-delimited JSON into its lines; blank ones are none. */
export class NdjsonReader implements StreamReader {
  private readonly onLine: (line: string) => void;
  /** Of the line that is not at its end. In parts: a line of many megabytes is put together once. */
  private parts: Buffer[] = [];

  constructor(onLine: (line: string) => void) {
    this.onLine = onLine;
  }

  write(chunk: Buffer): void {
    const end = chunk.lastIndexOf(newline) + 1;
    if (end > 0) {
      const block = chunk.subarray(0, end);
      const whole = this.parts.length === 0 ? block : Buffer.concat([...this.parts, block]);
      this.parts = [];
      this.lines(whole.toString('utf8'));
    }
    // A copy, because the bytes belong to the socket's buffer.
    if (end < chunk.length) this.parts.push(Buffer.from(chunk.subarray(end)));
  }

  /** What stands in the last, unfinished line is given out too. */
  end(): void {
    if (this.parts.length > 0) this.lines(Buffer.concat(this.parts).toString('utf8'));
    this.parts = [];
  }

  private lines(block: string): void {
    for (const line of block.split('\n')) if (line.trim() !== '') this.onLine(line);
  }
}

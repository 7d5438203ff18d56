import type { StreamReader } from './stream-reader.ts';

const newline = 10;
const carriageReturn = 13;

/**
 * Cuts the bytes of an event stream into events. Bytes are decoded line by line, never in the middle
 * of a character. Reads `\n`, `\r\n` and `\r`, joins several `data:` lines, drops comments.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export class SseReader implements StreamReader {
  private readonly onEvent: (data: string, name: string) => void;
  private readonly isKnown: (bytes: Buffer) => boolean;
  private rest: Buffer | null = null;
  private data: string | null = null;
  private name = '';
  /** The last block ended with a carriage return, to which a line feed may follow. */
  private cutLineEnd = false;

  /** @param isKnown takes a whole event at once where it can; see `ReplyReader.knownEvent` */
  constructor(
    onEvent: (data: string, name: string) => void,
    isKnown: (bytes: Buffer) => boolean = () => false,
  ) {
    this.onEvent = onEvent;
    this.isKnown = isKnown;
  }

  write(chunk: Buffer): void {
    if (this.rest === null && this.data === null && this.isKnown(chunk)) return;
    const bytes = this.rest === null ? chunk : Buffer.concat([this.rest, chunk]);
    const end = Math.max(bytes.lastIndexOf(newline), bytes.lastIndexOf(carriageReturn)) + 1;
    // A copy, because the bytes belong to the socket's buffer.
    this.rest = end === bytes.length ? null : Buffer.from(bytes.subarray(end));
    if (end === 0) return;
    const begin = this.cutLineEnd && bytes[0] === newline ? 1 : 0;
    this.cutLineEnd = bytes[end - 1] === carriageReturn;
    this.lines(bytes.toString('utf8', begin, end));
  }

  /** The stream is over: what stands in the last, unfinished line and event is given out too. */
  end(): void {
    if (this.rest !== null) this.line(this.rest.toString('utf8'));
    this.rest = null;
    this.dispatch();
  }

  private lines(block: string): void {
    const text = block.includes('\r') ? block.replace(/\r\n?/g, '\n') : block;
    let from = 0;
    while (from < text.length) {
      const to = text.indexOf('\n', from);
      if (to === from) this.dispatch();
      else this.line(text.slice(from, to));
      from = to + 1;
    }
  }

  private line(line: string): void {
    if (line.startsWith('data:')) {
      const value = line.slice(line.charCodeAt(5) === 32 ? 6 : 5);
      this.data = this.data === null ? value : `${this.data}\n${value}`;
    } else if (line.startsWith('event:')) this.name = line.slice(6).trim();
  }

  private dispatch(): void {
    const { data, name } = this;
    this.data = null;
    this.name = '';
    if (data !== null) this.onEvent(data, name);
  }
}

import { wrapWords } from '../parts/wrap.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { setBlocking } from '../terminal/set-blocking.ts';
import { type LineEvents, LineReader, type LineStreams } from './line-reader.ts';
import type { Voice } from './talk.ts';

/** Who has not typed for so long listens. */
const pauseMs = 5_000;
const leastColumns = 20;

/**
 * A terminal as lines: what is said is appended, and nothing that was written is ever touched again.
 * Only readline's own line editing moves the cursor, and only while a line is being edited.
 *
 * What comes by itself is held back while a line is being typed. A screen reader says what appears
 * below the cursor, so a line that came in between would be read into the middle of a word, and the
 * word would have to be written, and read, once more. It comes with Enter, or after a pause; then
 * what was typed is repeated behind it.
 */
export class LineTerminal implements Voice {
  private readonly streams: LineStreams;
  private readonly reader: LineReader;
  private readonly held: string[] = [];
  private closed = false;

  constructor(streams: LineStreams, events: LineEvents) {
    this.streams = streams;
    const { stdout } = streams;
    setBlocking(stdout, false);
    stdout.on('error', () => {
      if (!this.closed) events.end();
    });
    const after = (heard: () => void) => {
      heard();
      this.flush();
    };
    this.reader = new LineReader(streams, {
      ...events,
      line: (text) => after(() => events.line(text)),
      interrupt: () => after(() => events.interrupt()),
    });
  }

  /** Whether everything that was written has been taken. */
  get ready(): boolean {
    return !(this.streams.stdout.writableLength > 0);
  }

  get isTyping(): boolean {
    return this.reader.line !== '';
  }

  /** Answers what was typed, now. */
  say(lines: readonly string[]): void {
    if (this.closed) return;
    const { stdout, dumb } = this.streams;
    const width = dumb || !(stdout.columns > leastColumns) ? null : stdout.columns - 1;
    const text = lines
      .map(oneLine)
      .flatMap((line) => (width === null ? [line] : wrapWords(line, width)))
      .map((line) => `${line}\n`)
      .join('');
    stdout.write(text);
  }

  /** Tells what nobody asked for, as soon as nothing is being typed. */
  tell(lines: readonly string[]): void {
    this.held.push(...lines);
    this.flush();
  }

  /** Tells what is held back where nothing is being typed any more: to be called now and then. */
  flush(): void {
    if (this.held.length === 0) return;
    const { line, isAtEnd, typedAt } = this.reader;
    if (line === '') return this.say(this.held.splice(0));
    // Where the cursor stands inside the line, what was typed cannot be repeated by writing alone.
    if (performance.now() - typedAt < pauseMs || !isAtEnd) return;
    const { stdout } = this.streams;
    stdout.write('\n');
    this.say(this.held.splice(0));
    stdout.write(line);
    this.reader.typedAt = performance.now();
  }

  /** Gives the terminal back as it was. */
  close(): void {
    if (this.closed) return;
    // What comes after us begins on a line of its own.
    if (this.isTyping) this.streams.stdout.write('\n');
    this.say(this.held.splice(0));
    this.closed = true;
    this.reader.close();
    setBlocking(this.streams.stdout, true);
  }
}

import { createInterface, type Interface } from 'node:readline';
import { ReadStream } from 'node:tty';
import { TerminalInput } from '../terminal/terminal-input.ts';
import { ReadlineOutput } from './readline-output.ts';

/** What comes from the terminal. */
export interface LineEvents {
  /** A line was typed. */
  line(text: string): void;
  /** Ctrl-C */
  interrupt(): void;
  /** Ctrl-D */
  leave(): void;
  /** The terminal went away. */
  end(): void;
  /** What the end of the line may become, and the part of it that is completed. */
  complete(line: string): [candidates: string[], typed: string];
}

export interface LineStreams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** The terminal moves no cursor: it edits the line itself, and hands it over whole. */
  readonly dumb: boolean;
}

/** A terminal that ends again as soon as it was opened anew is gone. */
const goneWithinMs = 100;

/** Lines as they are typed, by readline; goes on reading after Ctrl-D, which is a question here. */
export class LineReader {
  /** `performance.now()` at the last key; a dumb terminal tells of none. */
  typedAt = 0;
  private readonly streams: LineStreams;
  private readonly events: LineEvents;
  private readonly input: TerminalInput | null;
  private lines: Interface;
  /** What is read from: opened anew after each Ctrl-D of a dumb terminal. */
  private stdin: NodeJS.ReadStream;
  private reopenedAt = Number.NEGATIVE_INFINITY;
  private closed = false;
  private readonly gone = () => this.end();
  private readonly interrupted = () => this.interrupt();

  constructor(streams: LineStreams, events: LineEvents) {
    this.streams = streams;
    this.events = events;
    const { stdin, dumb } = streams;
    this.stdin = stdin;
    this.input = dumb ? null : new TerminalInput(stdin);
    if (this.input === null) {
      stdin.on('error', this.gone);
      // Where the terminal edits the line, it makes a signal of Ctrl-C.
      process.on('SIGINT', this.interrupted);
    } else this.input.onEnd = this.gone;
    this.lines = this.open([]);
    this.input?.on('keypress', () => {
      this.typedAt = performance.now();
    });
  }

  /** What is being typed. */
  get line(): string {
    return this.lines.line;
  }

  /** Whether the next letter is added at its end. */
  get isAtEnd(): boolean {
    return this.lines.cursor >= this.lines.line.length;
  }

  /** Gives the terminal back: it edits its lines itself again, and nothing is read any more. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.lines.close();
    this.input?.release();
    if (this.input !== null) return;
    process.off('SIGINT', this.interrupted);
    this.stdin.pause();
    this.stdin.unref?.();
  }

  private open(history: string[]): Interface {
    const { stdout, dumb } = this.streams;
    const lines = createInterface({
      input: this.input ?? this.stdin,
      output: new ReadlineOutput(stdout) as unknown as NodeJS.WriteStream,
      terminal: !dumb,
      // A prompt would be read out again and again.
      prompt: '',
      history,
      removeHistoryDuplicates: true,
      completer: (line: string) => this.events.complete(line),
    });
    lines.on('line', (text) => this.events.line(text));
    lines.on('SIGINT', this.interrupted);
    // Back from a suspension, readline has stopped reading.
    lines.on('SIGCONT', () => lines.resume());
    lines.on('close', () => this.reopen(lines));
    return lines;
  }

  /** Ctrl-D closes readline, and the input too where the terminal edits: both are opened anew. */
  private reopen(before: Interface): void {
    if (this.closed) return;
    if (this.input !== null) {
      const { history } = before as Interface & { readonly history: string[] };
      this.lines = this.open(history);
      return this.events.leave();
    }
    const { fd } = this.stdin as { fd?: number };
    if (fd === undefined || performance.now() - this.reopenedAt < goneWithinMs) return this.end();
    try {
      this.stdin = new ReadStream(fd);
    } catch {
      return this.end();
    }
    this.reopenedAt = performance.now();
    this.stdin.on('error', this.gone);
    this.lines = this.open([]);
    this.events.leave();
  }

  private interrupt(): void {
    const lines = this.lines as { line: string; cursor: number };
    // What was being typed is dropped, as shells do; a dumb terminal has written `^C` behind it.
    if (lines.line !== '' || this.input === null) this.streams.stdout.write('\n');
    lines.line = '';
    lines.cursor = 0;
    this.events.interrupt();
  }

  private end(): void {
    if (!this.closed) this.events.end();
  }
}

import { PassThrough } from 'node:stream';

/** A mouse event of a terminal in SGR mode (1006): cells count from 0. */
export interface MouseEvent {
  readonly button: number;
  readonly x: number;
  readonly y: number;
  readonly pressed: boolean;
}

/** A mouse report (mode 1006), or the colour of the background (the answer to OSC 11). */
const report = /\x1b\[<(\d+);(\d+);(\d+)([Mm])|\x1b\]11;([^\x07\x1b]{0,40})(?:\x07|\x1b\\)/g;
/** The start of one whose rest has not arrived. */
const unfinished = /\x1b\[<[\d;]{0,20}$|\x1b\](?:1(?:1(?:;[^\x07\x1b]{0,40}\x1b?)?)?)?$/;

/** An answer that has not come by then does not come any more. */
const answerWithinMs = 5_000;
/** A lone escape is a key when nothing has followed it for so long; while an answer is due, for longer. */
const keyAfterMs = 10;
const keyWhileDueMs = 50;
/** The key in the form of the kitty protocol: of a lone escape Ink would await the rest for 20 ms more. */
const escapeKey = '\x1b[27u';

/**
 * The one reader of the terminal's input. Ink reads this stream; mouse reports, which Ink would drop,
 * and what the terminal answers are taken out. A second listener on stdin would starve Ink's.
 */
export class TerminalInput extends PassThrough {
  readonly isTTY = true;
  onMouse: ((event: MouseEvent) => void) | null = null;
  /** What the terminal answers when it is asked for its background: `rgb:1e1e/1e1e/2e2e`. */
  onBackground: ((colour: string) => void) | null = null;
  /** The terminal went away. */
  onEnd: (() => void) | null = null;
  private readonly source: NodeJS.ReadStream;
  private held = '';
  /** `performance.now()` ms until which an answer may come. */
  private answerUntil = 0;
  private keyTimer: NodeJS.Timeout | undefined;
  private inPaste = false;
  private released = false;
  private readonly decoder = new TextDecoder();
  private readonly received = (chunk: Buffer | string) => this.accept(chunk);
  private readonly gone = () => this.onEnd?.();

  constructor(source: NodeJS.ReadStream) {
    super();
    this.source = source;
    source.on('data', this.received);
    source.on('end', this.gone);
    source.on('error', this.gone);
  }

  /** The terminal was asked something: a lone escape may be the first byte of what it answers. */
  awaitAnswer(): void {
    this.answerUntil = performance.now() + answerWithinMs;
  }

  setRawMode(raw: boolean): this {
    this.source.setRawMode?.(raw);
    return this;
  }

  ref(): this {
    this.source.ref?.();
    return this;
  }

  unref(): this {
    this.source.unref?.();
    return this;
  }

  /** Reads nothing while somebody else has the terminal: what is typed is for them. */
  lend(): void {
    clearTimeout(this.keyTimer);
    this.held = '';
    this.source.pause();
  }

  reclaim(): void {
    if (!this.released) this.source.resume();
  }

  /** Gives stdin back: raw mode off, nothing read any more. */
  release(): void {
    this.released = true;
    clearTimeout(this.keyTimer);
    this.source.off('data', this.received);
    this.source.off('end', this.gone);
    this.source.off('error', this.gone);
    // A terminal that goes away after this must not end the process with an unhandled error.
    this.source.on('error', ignore);
    this.source.setRawMode?.(false);
    this.source.pause();
    this.source.unref?.();
  }

  private accept(chunk: Buffer | string): void {
    const text = typeof chunk === 'string' ? chunk : this.decoder.decode(chunk, { stream: true });
    let input = this.held + text;
    this.held = '';
    clearTimeout(this.keyTimer);
    const tail = unfinished.exec(input) ?? this.loneEscape(input);
    if (tail !== null) {
      this.held = input.slice(tail.index);
      input = input.slice(0, tail.index);
    }
    const rest = input.replace(report, (_, button, x, y, end, colour) => {
      if (colour === undefined)
        this.onMouse?.({
          button: Number(button),
          x: Number(x) - 1,
          y: Number(y) - 1,
          pressed: end === 'M',
        });
      else this.onBackground?.(colour);
      return '';
    });
    if (rest !== '') this.write(rest);
  }

  /**
   * An escape that may be a key or begin something: after a moment without the rest it was a key. What
   * a key sends comes in one piece, so that one at the end of more is no key but where an answer is due.
   */
  private loneEscape(input: string): RegExpExecArray | null {
    if (this.pasting(input)) return null;
    const isDue = performance.now() <= this.answerUntil;
    const tail = isDue || input === '\x1b' ? /\x1b$/.exec(input) : null;
    if (tail !== null)
      this.keyTimer = setTimeout(
        () => {
          this.held = '';
          this.write(escapeKey);
        },
        isDue ? keyWhileDueMs : keyAfterMs,
      );
    return tail;
  }

  /** In what is pasted an escape is the start of the mark at its end, and Ink waits for it. */
  private pasting(input: string): boolean {
    // The escape of a mark may have come before the rest of it.
    const mark = /.*\[20([01])~/s.exec(input);
    if (mark !== null) this.inPaste = mark[1] === '0';
    return this.inPaste;
  }
}

function ignore(): void {}

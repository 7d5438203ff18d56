import { PassThrough } from 'node:stream';

/** A mouse event of a terminal in SGR mode (1006): cells count from 0. */
export interface MouseEvent {
  readonly button: number;
  readonly x: number;
  readonly y: number;
  readonly pressed: boolean;
}

const report = /\x1b\[<(\d+);(\d+);(\d+)([Mm])/g;
/** The start of a report whose rest has not arrived. A lone escape is a key and is not held back. */
const unfinished = /\x1b\[<[\d;]*$/;

/**
 * The one reader of the terminal's input. Ink reads this stream; mouse reports, which Ink would drop,
 * are taken out and given to `onMouse`. A second listener on stdin would starve Ink's.
 */
export class TerminalInput extends PassThrough {
  readonly isTTY = true;
  onMouse: ((event: MouseEvent) => void) | null = null;
  /** The terminal went away. */
  onEnd: (() => void) | null = null;
  private readonly source: NodeJS.ReadStream;
  private held = '';
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
    this.held = '';
    this.source.pause();
  }

  reclaim(): void {
    if (!this.released) this.source.resume();
  }

  /** Gives stdin back: raw mode off, nothing read any more. */
  release(): void {
    this.released = true;
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
    const tail = unfinished.exec(input);
    if (tail !== null) {
      this.held = input.slice(tail.index);
      input = input.slice(0, tail.index);
    }
    const rest = input.replace(report, (_, button, x, y, end) => {
      this.onMouse?.({
        button: Number(button),
        x: Number(x) - 1,
        y: Number(y) - 1,
        pressed: end === 'M',
      });
      return '';
    });
    if (rest !== '') this.write(rest);
  }
}

function ignore(): void {}

import { EventEmitter } from 'node:events';
import { setBlocking } from './set-blocking.ts';
import { touchedRows } from './touched-rows.ts';

const beginUpdate = '\x1b[?2026h';
const endUpdate = '\x1b[?2026l';

/** Who has the terminal; while it `passes` Ink alone still writes, to leave it or to take it. */
type Owner = 'us' | 'passing' | 'somebody else';

/**
 * The terminal as Ink and the painter share it. Ink writes here as to any stdout; after each of its
 * frames, and inside the same synchronized update, `onForeignWrite` lets the painter put back what
 * Ink wrote over. A terminal that takes nothing (a stalled connection, Ctrl-S) is not waited for:
 * `ready` is false until it has taken what was written.
 */
export class TerminalOutput extends EventEmitter {
  readonly isTTY = true;
  /** Called once after everything that Ink wrote in one go, with the rows it wrote to; null is any. */
  onForeignWrite: ((rows: ReadonlySet<number> | null) => void) | null = null;
  /** The terminal has taken a frame of the painter's. */
  onTaken: (() => void) | null = null;
  /** The terminal went away: nothing can be written any more. */
  onEnd: (() => void) | null = null;
  private readonly stream: NodeJS.WriteStream;
  private readonly toStream: NodeJS.WriteStream['write'];
  private afterScheduled = false;
  private touched: Set<number> | null = new Set();
  private gone = false;
  private owner: Owner = 'us';
  private readonly resized = () => this.emit('resize');
  private readonly taken = () => this.onTaken?.();
  private readonly failed = () => {
    this.gone = true;
    this.onEnd?.();
  };

  constructor(stream: NodeJS.WriteStream) {
    super();
    this.setMaxListeners(0);
    this.stream = stream;
    this.toStream = stream.write.bind(stream) as NodeJS.WriteStream['write'];
    stream.on('resize', this.resized);
    stream.on('error', this.failed);
    setBlocking(stream, false);
  }

  get columns(): number {
    return this.stream.columns || 80;
  }

  get rows(): number {
    return this.stream.rows || 24;
  }

  get writable(): boolean {
    return !this.gone && this.stream.writable !== false;
  }

  get destroyed(): boolean {
    return this.gone || this.stream.destroyed;
  }

  get writableEnded(): boolean {
    return this.stream.writableEnded;
  }

  get ready(): boolean {
    return !this.gone && this.owner === 'us' && !(this.stream.writableLength > 0);
  }

  /** Whether somebody else has the terminal, or is about to. */
  get lent(): boolean {
    return this.owner !== 'us';
  }

  /** From here on nothing is painted: the terminal is about to be given away, or to come back. */
  pass(): void {
    this.owner = 'passing';
  }

  /** Waits while it is on its way, away or back: until then it is neither ours nor somebody else's. */
  async arrived(): Promise<void> {
    while (this.owner === 'passing') await aMoment();
  }

  /** Waits until the terminal has taken what was written, but no longer than so; then nothing is written. */
  async lend(withinMs: number): Promise<void> {
    const until = performance.now() + withinMs;
    while (!this.gone && this.stream.writableLength > 0 && performance.now() < until)
      await aMoment();
    this.owner = 'somebody else';
    setBlocking(this.stream, true);
  }

  /** Ink may write again. Of a size that has changed meanwhile nobody told us. */
  reclaim(): void {
    this.owner = 'passing';
    if (this.gone) return;
    setBlocking(this.stream, false);
    const { columns, rows } = this;
    const [nowColumns, nowRows] = this.stream.getWindowSize?.() ?? [columns, rows];
    if (nowColumns === columns && nowRows === rows) return;
    Object.assign(this.stream, { columns: nowColumns, rows: nowRows });
    this.stream.emit('resize');
  }

  /** The terminal is ours again, and everything is to be painted. */
  resume(): void {
    this.owner = 'us';
    if (!this.gone) this.onForeignWrite?.(null);
  }

  /** For Ink. The end of its update is held back until the painter has put its cells back. */
  write(data: string, after?: () => void): boolean {
    if (this.gone || this.owner === 'somebody else') {
      if (after) queueMicrotask(after);
      return true;
    }
    if (data === endUpdate && this.afterScheduled) return true;
    if (data !== '' && data !== beginUpdate && this.owner === 'us') this.scheduleAfter(data);
    return after ? this.toStream(data, () => after()) : this.toStream(data);
  }

  /** For what is no drawing: a mode, a title, a bell. */
  send(sequence: string): void {
    if (!this.gone && this.owner !== 'somebody else') this.toStream(sequence);
  }

  /** For the painter: one whole frame. */
  paint(bytes: Buffer): void {
    if (!this.gone && this.owner === 'us') this.toStream(bytes, this.taken);
  }

  /** Gives stdout back as it was; nothing is written any more. */
  release(): void {
    this.gone = true;
    this.stream.off('resize', this.resized);
    this.onForeignWrite = null;
    this.onTaken = null;
    this.onEnd = null;
    setBlocking(this.stream, true);
  }

  private scheduleAfter(data: string): void {
    const rows = touchedRows(data, this.rows);
    if (rows === null) this.touched = null;
    else for (const row of rows) this.touched?.add(row);
    if (this.afterScheduled) return;
    this.afterScheduled = true;
    // Layout effects of the same commit run before this, so new rectangles are known by then.
    queueMicrotask(() => {
      const { touched } = this;
      this.touched = new Set();
      this.afterScheduled = false;
      if (this.owner === 'us') this.onForeignWrite?.(touched);
      this.send(endUpdate);
    });
  }
}

function aMoment(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 5);
  });
}

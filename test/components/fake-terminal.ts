import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import headless from '@xterm/headless';

/** What a cell of the emulator shows. */
export interface ShownCell {
  readonly text: string;
  readonly bold: boolean;
  readonly inverse: boolean;
  /** Colour as the emulator holds it: an index, or 0xrrggbb; -1 for the terminal's own. */
  readonly colour: number;
}

/**
 * A terminal without a terminal: streams that say they are one, and an emulator behind them that
 * shows what was written. Input is typed with `press`.
 */
export class FakeTerminal {
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  /** Bytes written so far. */
  written = 0;
  /** Everything written so far, as text. */
  transcript = '';
  raw = false;
  private readonly emulator: headless.Terminal;
  private readonly out = new EventEmitter() as EventEmitter & Record<string, unknown>;
  private readonly input = new PassThrough();
  private pending = Promise.resolve();
  private isSlow = false;
  private readonly untaken: (() => void)[] = [];

  constructor(columns = 80, rows = 24) {
    this.emulator = new headless.Terminal({
      cols: columns,
      rows,
      // There is no line discipline between us that would turn a line feed into a new line.
      convertEol: true,
      allowProposedApi: true,
    });
    Object.assign(this.out, {
      isTTY: true,
      columns,
      rows,
      writable: true,
      writableLength: 0,
      writableEnded: false,
      destroyed: false,
      write: (chunk: string | Uint8Array, after?: unknown) => this.write(chunk, after),
    });
    this.stdout = this.out as unknown as NodeJS.WriteStream;
    Object.assign(this.input, {
      isTTY: true,
      setRawMode: (raw: boolean) => {
        this.raw = raw;
      },
      ref() {},
      unref() {},
    });
    this.stdin = this.input as unknown as NodeJS.ReadStream;
  }

  private write(chunk: string | Uint8Array, after?: unknown): boolean {
    // Copied at once: the painter's bytes are valid during the call alone.
    const text = Buffer.from(chunk as string).toString('utf8');
    this.written += text.length;
    this.transcript += text;
    this.pending = this.pending.then(
      () => new Promise((resolve) => this.emulator.write(text, resolve)),
    );
    if (typeof after === 'function') {
      if (this.isSlow) this.untaken.push(after as () => void);
      else queueMicrotask(after as () => void);
    }
    if (this.isSlow) this.stalled = true;
    return true;
  }

  /** Takes the next writes without being done with them; then all at once. */
  set slow(slow: boolean) {
    this.isSlow = slow;
    if (slow) return;
    this.stalled = false;
    for (const after of this.untaken.splice(0)) queueMicrotask(after);
  }

  /** Stops or goes on taking what is written, as a stalled connection does. */
  set stalled(stalled: boolean) {
    (this.out as Record<string, unknown>).writableLength = stalled ? 1 : 0;
  }

  resize(columns: number, rows: number): void {
    this.emulator.resize(columns, rows);
    Object.assign(this.out, { columns, rows });
    this.out.emit('resize');
  }

  press(keys: string): void {
    this.input.write(keys);
  }

  hangUp(): void {
    this.input.end();
  }

  get alternate(): boolean {
    return this.emulator.buffer.active.type === 'alternate';
  }

  async lines(): Promise<string[]> {
    await this.pending;
    const { active } = this.emulator.buffer;
    return Array.from({ length: this.emulator.rows }, (_, y) =>
      (active.getLine(active.baseY + y)?.translateToString(true) ?? '').trimEnd(),
    );
  }

  async text(): Promise<string> {
    return (await this.lines()).join('\n');
  }

  async cell(x: number, y: number): Promise<ShownCell> {
    await this.pending;
    const { active } = this.emulator.buffer;
    const cell = active.getLine(active.baseY + y)?.getCell(x);
    return {
      text: cell?.getChars() || ' ',
      bold: Boolean(cell?.isBold()),
      inverse: Boolean(cell?.isInverse()),
      colour: cell?.isFgDefault() ? -1 : (cell?.getFgColor() ?? -1),
    };
  }

  /** Waits until the screen shows a text. Fails with the screen when it does not within ten seconds. */
  async shows(wanted: RegExp): Promise<string> {
    const end = performance.now() + 10_000;
    for (;;) {
      const text = await this.text();
      if (wanted.test(text)) return text;
      if (performance.now() > end) throw new Error(`never shown: ${wanted}\n${text}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Waits until the screen no longer shows a text. */
  async hides(unwanted: RegExp): Promise<string> {
    const end = performance.now() + 10_000;
    for (;;) {
      const text = await this.text();
      if (!unwanted.test(text)) return text;
      if (performance.now() > end) throw new Error(`still shown: ${unwanted}\n${text}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

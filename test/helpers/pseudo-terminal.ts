import { fileURLToPath } from 'node:url';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import type { WorkingDirectory } from './command-line.ts';

const script = fileURLToPath(new URL('../../bin/swarmdeck.js', import.meta.url));
const patienceMs = 15_000;

/** The built program in a real pseudo-terminal, its screen read from a real emulator. */
export class PseudoTerminal {
  readonly ended: Promise<number>;
  /** All bytes that the program has written. */
  written = '';
  private readonly pty: IPty;
  private readonly screen;

  constructor(
    directory: WorkingDirectory,
    args: readonly string[],
    size: { readonly columns: number; readonly rows: number } = { columns: 120, rows: 40 },
  ) {
    this.screen = new xterm.Terminal({
      cols: size.columns,
      rows: size.rows,
      allowProposedApi: true,
    });
    this.pty = spawn(process.execPath, [script, ...args], {
      name: 'xterm-256color',
      cols: size.columns,
      rows: size.rows,
      cwd: directory.path,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: directory.path,
        SWARMDECK_HOME: `${directory.path}/home`,
        TERM: 'xterm-256color',
        LANG: 'C.UTF-8',
      },
    });
    this.pty.onData((data) => {
      this.written += data;
      this.screen.write(data);
    });
    this.ended = new Promise((resolve) => this.pty.onExit(({ exitCode }) => resolve(exitCode)));
  }

  press(keys: string): void {
    this.pty.write(keys);
  }

  resize(columns: number, rows: number): void {
    this.pty.resize(columns, rows);
    this.screen.resize(columns, rows);
  }

  kill(signal: string): void {
    this.pty.kill(signal);
  }

  /** Whether the program draws on the alternate screen. */
  get alternate(): boolean {
    return this.screen.buffer.active.type === 'alternate';
  }

  /** The rows of the screen as a person sees them. */
  rows(): string[] {
    const buffer = this.screen.buffer.active;
    return Array.from(
      { length: this.screen.rows },
      (_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '',
    );
  }

  text(): string {
    return this.rows().join('\n');
  }

  /** Colour of the first place where the text stands: the number in the terminal's palette or 24 bits; -1 is the terminal's own. */
  colourOf(text: string): number {
    const rows = this.rows();
    const row = rows.findIndex((line) => line.includes(text));
    const line = this.screen.buffer.active.getLine(this.screen.buffer.active.viewportY + row);
    const cell = line?.getCell(rows[row].indexOf(text));
    return cell === undefined || cell.isFgDefault() ? -1 : cell.getFgColor();
  }

  /** Waits until the screen shows it, and gives the screen. */
  async shows(wanted: string | RegExp): Promise<string> {
    const until = Date.now() + patienceMs;
    const has = () =>
      typeof wanted === 'string' ? this.text().includes(wanted) : wanted.test(this.text());
    while (!has()) {
      if (Date.now() > until)
        throw new Error(`never showed ${wanted}; the screen is:\n${this.text()}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return this.text();
  }

  close(): void {
    try {
      this.pty.kill('SIGKILL');
    } catch {
      // It has ended already.
    }
    this.screen.dispose();
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type IPty, spawn } from '@lydell/node-pty';
import type { WorkingDirectory } from './command-line.ts';
import { Emulator, type Size } from './emulator.ts';
import { keyBytes } from './key-bytes.ts';

const program = fileURLToPath(new URL('../../bin/swarmdeck.js', import.meta.url));
const patienceMs = 15_000;
const usualSize: Size = { columns: 120, rows: 40 };

export interface PseudoTerminalOptions extends Partial<Size> {
  /** What the terminal says it is; `xterm-256color` when left out. */
  readonly term?: string;
  /** `truecolor` where it knows 24 bits; says nothing when left out. */
  readonly colorTerm?: string;
  /** More of the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What is run in it, with the arguments; the built program when left out. */
  readonly script?: string;
  /** A program of the system that is run in its place: a shell. */
  readonly command?: string;
  /** Flags of Node itself. */
  readonly nodeFlags?: readonly string[];
}

/** The built program in a real pseudo-terminal, its screen read from a real emulator. */
export class PseudoTerminal extends Emulator {
  /** The exit code; 128 and the number of the signal where one killed it. */
  readonly ended: Promise<number>;
  /** All that the program has written. */
  written = '';
  private readonly pty: IPty;

  constructor(
    directory: WorkingDirectory,
    args: readonly string[],
    options: PseudoTerminalOptions = {},
  ) {
    const { columns, rows } = { ...usualSize, ...options };
    super({ columns, rows });
    const term = options.term ?? 'xterm-256color';
    const node = [...(options.nodeFlags ?? []), options.script ?? program, ...args];
    this.pty = spawn(options.command ?? process.execPath, options.command ? [...args] : node, {
      name: term,
      cols: columns,
      rows,
      cwd: directory.path,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: directory.path,
        SWARMDECK_HOME: `${directory.path}/home`,
        TERM: term,
        LANG: 'C.UTF-8',
        ...(options.colorTerm === undefined ? {} : { COLORTERM: options.colorTerm }),
        ...options.env,
      },
    });
    this.pty.onData((data) => {
      this.written += data;
      this.write(data);
    });
    this.onAnswer = (bytes) => this.pty.write(bytes);
    this.ended = new Promise((resolve) =>
      this.pty.onExit(({ exitCode, signal }) => resolve(signal ? 128 + signal : exitCode)),
    );
  }

  get pid(): number {
    return this.pty.pid;
  }

  /** Presses keys by their names (`Enter`, `Ctrl+P`, `Esc`) or as they are typed (`p`, `---`). */
  press(...keys: readonly string[]): void {
    for (const key of keys) this.pty.write(keyBytes(key));
  }

  /** Types text as it is. */
  type(text: string): void {
    this.pty.write(text);
  }

  /** Pastes: as terminals do it, in brackets, where the program asked for them. */
  paste(text: string): void {
    this.pty.write(this.bracketsPastes ? `\x1b[200~${text}\x1b[201~` : text);
  }

  /** Presses and lets go the left button; columns and rows from 0. Nothing where the program takes no mouse. */
  click(x: number, y: number): void {
    this.mouse(0, x, y, 'M');
    this.mouse(0, x, y, 'm');
  }

  /** Clicks on the first place where the text stands. */
  clickOn(text: string): void {
    const place = this.find(text);
    if (place === null) throw new Error(`${text} is not on the screen:\n${this.text()}`);
    this.click(place.x, place.y);
  }

  /** Turns the wheel over a cell, once or several times. */
  wheel(direction: 'up' | 'down', x: number, y: number, times = 1): void {
    for (let i = 0; i < times; i++) this.mouse(direction === 'up' ? 64 : 65, x, y, 'M');
  }

  resize(columns: number, rows: number): void {
    this.pty.resize(columns, rows);
    this.resizeScreen({ columns, rows });
  }

  /** Goes away, as a window that is closed or a connection that breaks: the kernel sends a SIGHUP. */
  hangUp(): void {
    // What node-pty declares leaves it out; it closes our end, and sends no other signal than the kernel.
    (this.pty as IPty & { destroy(): void }).destroy();
  }

  kill(signal: string): void {
    this.pty.kill(signal);
  }

  /** Takes nothing that the program writes any more, as a stalled connection does. */
  stall(): void {
    this.pty.pause();
  }

  /** Takes it again. */
  unstall(): void {
    this.pty.resume();
  }

  /** Waits until the screen shows it, and gives the screen. */
  async shows(wanted: string | RegExp): Promise<string> {
    const until = Date.now() + patienceMs;
    const has = () =>
      typeof wanted === 'string' ? this.text().includes(wanted) : wanted.test(this.text());
    while (!has()) {
      if (Date.now() > until)
        throw new Error(`never showed ${wanted}; the screen is:\n${this.text()}`);
      await sleep(20);
    }
    return this.text();
  }

  /**
   * Waits until the screen shows it no more. Looked at three times running, because a frame may be
   * read while it is half written.
   */
  async hides(text: string): Promise<void> {
    const until = Date.now() + patienceMs;
    for (let without = 0; without < 3; ) {
      if (Date.now() > until) throw new Error(`never hid ${text}; the screen is:\n${this.text()}`);
      await sleep(50);
      without = this.text().includes(text) ? 0 : without + 1;
    }
  }

  /** Waits until nothing on the screen has changed for so long, and gives the screen. */
  async settled(forMs = 300): Promise<string> {
    const until = Date.now() + patienceMs;
    let text = this.text();
    for (let since = Date.now(); Date.now() - since < forMs; ) {
      if (Date.now() > until) throw new Error(`never came to rest; the screen is:\n${text}`);
      await sleep(20);
      if (this.text() === text) continue;
      text = this.text();
      since = Date.now();
    }
    return text;
  }

  close(): void {
    try {
      this.pty.kill('SIGKILL');
    } catch {
      // It has ended already.
    }
    this.dispose();
  }

  /** As SGR reports (mode 1006), which count from 1. */
  private mouse(button: number, x: number, y: number, end: 'M' | 'm'): void {
    if (this.takesMouse) this.pty.write(`\x1b[<${button};${x + 1};${y + 1}${end}`);
  }
}

/** What turns a mode on and off again. */
const modes = {
  /** Lines do not wrap, or a full last column would scroll the screen. */
  unwrapped: ['\x1b[?7l', '\x1b[?7h'],
  /**
   * Cells stay where they are written, also those of text that runs from right to left (ECMA-48,
   * BDSM): VTE and mintty would turn a line's runs round, and the columns with them.
   */
  ordered: ['\x1b[8l', '\x1b[8h'],
  /** Clicks and the wheel are told (1000), in the form that knows wide screens (1006). */
  mouse: ['\x1b[?1000h\x1b[?1006h', '\x1b[?1006l\x1b[?1000l'],
  /** The title of the window is put aside, and comes back (xterm's window operations 22 and 23). */
  title: ['\x1b[22;0t', '\x1b[23;0t'],
  /** Progress is shown: to be taken away again (OSC 9;4). */
  progress: ['', '\x1b]9;4;0;0\x07'],
} as const;

export type TerminalMode = keyof typeof modes;

/**
 * Which modes the console has on in its terminal, besides those that Ink sees to itself: so that
 * whoever gives the terminal away knows what to turn off, and what to turn on when it is back.
 */
export class TerminalModes {
  private readonly on = new Set<TerminalMode>();

  /** Turns a mode on or off. Returns what has to be written for it, which is nothing where it is so. */
  turn(mode: TerminalMode, on: boolean): string {
    if (this.on.has(mode) === on) return '';
    if (on) this.on.add(mode);
    else this.on.delete(mode);
    return modes[mode][on ? 0 : 1];
  }

  /** What turns on everything that is on: after somebody else had the terminal. */
  get entering(): string {
    return [...this.on].map((mode) => modes[mode][0]).join('');
  }

  /** What turns it off. */
  get leaving(): string {
    return [...this.on].map((mode) => modes[mode][1]).join('');
  }
}

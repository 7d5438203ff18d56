import { JobControl } from './job-control.ts';
import { leaveSequence, restoreAtExit } from './restore.ts';
import { type Lendable, type Suspend, suspend } from './suspend.ts';
import { TerminalInput } from './terminal-input.ts';
import { type TerminalMode, TerminalModes } from './terminal-modes.ts';
import { TerminalOutput } from './terminal-output.ts';

/** The terminal while it is the console's: taken when this is made, as it was found after `release`. */
export class ConsoleTerminal {
  readonly output: TerminalOutput;
  readonly input: TerminalInput;
  readonly jobs: JobControl;
  /** Ink's own part of giving the terminal away; there is none before Ink has drawn for the first time. */
  ink: Lendable['ink'] = (work) => work();
  /** The terminal is ours again after somebody else had it. */
  onBack: (() => void) | null = null;
  private readonly modes = new TerminalModes();
  private readonly disarm: () => void;

  constructor(stdin: NodeJS.ReadStream, stdout: NodeJS.WriteStream) {
    this.output = new TerminalOutput(stdout);
    this.input = new TerminalInput(stdin);
    const { output, modes } = this;
    this.disarm = restoreAtExit(stdout, stdin, () => (output.lent ? null : modes.leaving));
    this.jobs = new JobControl(this.suspend);
  }

  /** Gives the terminal to somebody else while `work` runs. */
  readonly suspend: Suspend = async (work) => {
    const { output, input, modes } = this;
    try {
      return await suspend({ output, input, modes, ink: (inner) => this.ink(inner) }, work);
    } finally {
      if (!output.lent) this.onBack?.();
    }
  };

  /** For what is no drawing: a title, a bell. */
  readonly send = (sequence: string): void => this.output.send(sequence);

  turn(mode: TerminalMode, on: boolean): void {
    const sequence = this.modes.turn(mode, on);
    if (sequence !== '') this.output.send(sequence);
  }

  /** Gives it back, Ink having done so. */
  release(): void {
    this.jobs.release();
    if (!this.output.lent) this.output.send(this.modes.leaving + leaveSequence);
    this.output.release();
    this.input.release();
    this.disarm();
  }
}

import { isInForeground } from './foreground.ts';
import type { Suspend } from './suspend.ts';

/** A process that nobody could continue (no shell above it) is not stopped: it is known after so long. */
const ignoredAfterMs = 200;
const lookEveryMs = 250;

/**
 * The shell's job control: the process stops as it would by Ctrl+Z in any program, which raw mode
 * hides from the kernel, and takes its terminal again when the shell puts it into the foreground. A
 * job that goes on in the background (`bg`) leaves the terminal alone until then; the run goes on.
 */
export class JobControl {
  private readonly suspend: Suspend;
  private halting = false;
  private released = false;

  /** @param suspend gives the terminal away */
  constructor(suspend: Suspend) {
    this.suspend = suspend;
    if (process.platform === 'win32') return;
    process.on('SIGTSTP', this.told);
    process.on('SIGCONT', this.continued);
  }

  /** Whether there is a shell that could continue it. */
  get possible(): boolean {
    return process.platform !== 'win32';
  }

  /** Stops the whole job, as the terminal does it: a program that started us stops too. */
  async stop(): Promise<void> {
    if (this.possible) await this.suspend(() => this.halt(0));
  }

  release(): void {
    this.released = true;
    process.off('SIGTSTP', this.told);
    process.off('SIGCONT', this.continued);
  }

  private readonly told = () => {
    void this.suspend(() => this.halt(process.pid)).catch(ignore);
  };

  /** It was stopped in a way that lets nothing be put in order (SIGSTOP): the shell has the terminal as its own. */
  private readonly continued = () => {
    if (!this.halting) void this.suspend(() => this.foreground()).catch(ignore);
  };

  /** @param whom a process, or 0 for all of the job */
  private async halt(whom: number): Promise<void> {
    if (this.halting) return;
    this.halting = true;
    try {
      // With a listener the signal would come back to us, and stop nothing.
      process.off('SIGTSTP', this.told);
      process.kill(whom, 'SIGTSTP');
      await pause(ignoredAfterMs);
      await this.foreground();
      // The signal that continued us is told first, and is no news.
      await new Promise((resolve) => setImmediate(resolve));
    } finally {
      this.halting = false;
      if (!this.released) process.on('SIGTSTP', this.told);
    }
  }

  private async foreground(): Promise<void> {
    while (!this.released && !isInForeground()) await pause(lookEveryMs);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** The console has closed meanwhile: there is nothing to give back. */
function ignore(): void {}

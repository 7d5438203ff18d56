import type { TerminalInput } from './terminal-input.ts';
import type { TerminalModes } from './terminal-modes.ts';
import type { TerminalOutput } from './terminal-output.ts';

/** Gives the terminal away while something else works with it, and takes it back whole. */
export type Suspend = <T>(work: () => T | Promise<T>) => Promise<T>;

/** What of a terminal is given away: our two ends of it, and Ink, which draws on it. */
export interface Lendable {
  readonly output: TerminalOutput;
  readonly input: TerminalInput;
  readonly modes: TerminalModes;
  /** Ink's own part: alternate screen, raw mode, bracketed paste, and a new drawing afterwards. */
  readonly ink: (work: () => Promise<void>) => Promise<void>;
}

/** A terminal that takes nothing is not waited for longer than this. */
const emptyWithinMs = 500;

/**
 * Leaves the terminal as it was found, does `work` with it (a pager, an editor, a stop of the process
 * by the shell), and takes it again: its modes, its size, which may be another one now, and everything
 * drawn anew. Nothing is read or written meanwhile, and the run goes on. Where the terminal is given
 * away already the work is just done; where it is just coming back, as when a stop follows on the
 * heels of a continue, it is given away again once it is back.
 */
export async function suspend<T>(
  { output, input, modes, ink }: Lendable,
  work: () => T | Promise<T>,
): Promise<T> {
  if (output.lent) await output.arrived();
  if (output.lent) return work();
  const result = Promise.withResolvers<T>();
  // It may fail while the terminal is still on its way back: told when that is done.
  result.promise.catch(() => {});
  output.pass();
  try {
    await ink(async () => {
      output.send(modes.leaving);
      await output.lend(emptyWithinMs);
      input.lend();
      try {
        result.resolve(await work());
      } catch (error) {
        result.reject(error);
      } finally {
        input.reclaim();
        output.reclaim();
      }
    });
    output.send(modes.entering);
  } finally {
    output.resume();
  }
  return result.promise;
}

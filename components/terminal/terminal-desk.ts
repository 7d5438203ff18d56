import { type ClipboardCopy, clipboardCopy } from './clipboard.ts';
import { showInProgram } from './show-in-program.ts';
import type { Suspend } from './suspend.ts';

/** What the terminal, and the operator's own programs in it, can do with a text. */
export interface TerminalDesk {
  copy(text: string): Omit<ClipboardCopy, 'sequence'>;
  /** Resolves when the program has ended; with one sentence where it could not be run. */
  show(text: string, program: 'pager' | 'editor'): Promise<string | null>;
}

interface DeskParts {
  readonly suspend: Suspend;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Writes past what is drawn. */
  readonly write: (sequence: string) => void;
}

/** Where nothing is set, whichever there is. */
const usualPager = '$(command -v less || command -v more)';

export function terminalDesk({ suspend, env, write }: DeskParts): TerminalDesk {
  return {
    copy(text) {
      const { sequence, ...copied } = clipboardCopy(text, env);
      write(sequence);
      return copied;
    },
    async show(text, program) {
      const command =
        program === 'pager' ? env.PAGER || usualPager : env.VISUAL || env.EDITOR || 'vi';
      const problem = await suspend(() => showInProgram(text, command, env));
      if (problem === null) return null;
      return `${problem}: set ${program === 'pager' ? 'PAGER' : 'EDITOR'}`;
    },
  };
}

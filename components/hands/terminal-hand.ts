import type { ConsoleSettings } from '../../src/settings/console-settings.ts';
import type { ConsoleStore } from '../console-store.ts';
import type { Actions } from '../keys/binding.ts';
import type { TerminalAction } from '../keys/everywhere-keys.ts';

/** The shell's job control. */
export interface Jobs {
  /** Whether there can be a shell that would continue a stopped process. */
  readonly possible: boolean;
  stop(): Promise<void>;
}

interface TerminalParts {
  readonly store: ConsoleStore;
  readonly jobs: Jobs;
  readonly keep: (change: Partial<ConsoleSettings>) => void;
}

/** The keys that are about the terminal and not about what it shows. */
export class TerminalHand {
  private readonly parts: TerminalParts;

  constructor(parts: TerminalParts) {
    this.parts = parts;
  }

  readonly actions: Actions<TerminalAction> = {
    suspend: () => this.stop(),
    mouse: () => this.toggleMouse(),
  };

  private toggleMouse(): void {
    const { store, keep } = this.parts;
    const mouse = !store.get().mouse;
    const text = mouse
      ? 'mouse on: with Shift held text is selected'
      : 'mouse off: text can be selected';
    store.update({ mouse, notice: { kind: 'told', text } });
    keep({ mouse });
  }

  private stop(): void {
    const { store, jobs } = this.parts;
    if (!jobs.possible)
      store.update({ notice: { kind: 'told', text: 'there is no shell here to come back from' } });
    // A console that has closed meanwhile has nothing to come back to.
    else void jobs.stop().catch(() => {});
  }
}

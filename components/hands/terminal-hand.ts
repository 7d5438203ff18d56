import type { ConsoleSettings } from '../../src/settings/console-settings.ts';
import type { ConsoleStore } from '../console-store.ts';
import type { Actions } from '../keys/binding.ts';
import type { TerminalAction } from '../keys/everywhere-keys.ts';
import type { Suspend } from '../terminal/suspend.ts';

/** What can be done with the terminal itself. */
export interface TerminalDoings {
  readonly jobs: {
    /** Whether there can be a shell that would continue a stopped process. */
    readonly possible: boolean;
    stop(): Promise<void>;
  };
  /** Gives the terminal away while something else works with it. */
  readonly suspend: Suspend;
}

interface TerminalParts {
  readonly store: ConsoleStore;
  readonly terminal: TerminalDoings;
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
    const { store, terminal } = this.parts;
    if (!terminal.jobs.possible)
      store.update({ notice: { kind: 'told', text: 'there is no shell here to come back from' } });
    // A console that has closed meanwhile has nothing to come back to.
    else void terminal.jobs.stop().catch(() => {});
  }
}

import type { ConsoleStore } from '../console-store.ts';
import type { Actions } from '../keys/binding.ts';
import type { LaunchAction } from '../keys/launch-keys.ts';
import type { LaunchState } from '../launch/launch-state.ts';
import type { LaunchChoices } from '../launch-choices.ts';
import type { LiveRun } from '../live-run.ts';
import { messageOf } from './commander.ts';

interface LaunchParts {
  readonly store: ConsoleStore;
  /** Null where the console was opened over a run. */
  readonly choices: LaunchChoices | null;
  /** A run was started. */
  readonly onRun: (run: LiveRun) => void;
}

/** How many tasks go first where a launch begins with a canary. */
const canaryTasks = 5;

/** The keys of the launch screen. */
export class LaunchHand {
  private readonly parts: LaunchParts;

  constructor(parts: LaunchParts) {
    this.parts = parts;
  }

  readonly actions: Actions<LaunchAction> = {
    launch: () => this.launch(),
    'preset-above': () => this.select(-1),
    'preset-below': () => this.select(1),
    canary: () => this.update({ canary: !this.state.canary }),
  };

  private get state(): LaunchState {
    return this.parts.store.get().launch;
  }

  private update(change: Partial<LaunchState>): void {
    this.parts.store.update({ launch: { ...this.state, ...change } });
  }

  private select(by: 1 | -1): void {
    const last = (this.parts.choices?.presets.length ?? 1) - 1;
    const selected = Math.max(0, Math.min(last, this.state.selected + by));
    this.update({ selected, error: null });
  }

  private launch(): void {
    const { choices, onRun } = this.parts;
    const { selected, starting, canary } = this.state;
    const preset = choices?.presets[selected];
    if (!choices || !preset || starting !== null) return;
    const { problem } = choices.preview(preset.name);
    if (problem !== null) {
      this.update({ error: problem });
      return;
    }
    this.update({ starting: preset.name, error: null });
    choices
      .start(preset.name, canary ? canaryTasks : null)
      .then(onRun, (error: unknown) => this.update({ starting: null, error: messageOf(error) }));
  }
}

import type { Actions } from '../keys/binding.ts';
import type { ReplayAction } from '../keys/history-keys.ts';
import type { LiveRun } from '../live-run.ts';

interface ReplayParts {
  /** The run on the screen. */
  readonly run: () => LiveRun | null;
  readonly repaint: () => void;
}

/** From the start of a run to its end in so many steps. */
const steps = 20;

/** Shows a run of the past as it stood before, step by step. */
export class ReplayHand {
  private readonly parts: ReplayParts;

  constructor(parts: ReplayParts) {
    this.parts = parts;
  }

  readonly actions: Actions<ReplayAction> = {
    'replay-back': () => this.step(-1),
    'replay-forward': () => this.step(1),
    'replay-ends': (key) => this.step(key === '{' ? -steps : steps),
  };

  private step(by: number): void {
    const run = this.parts.run();
    const replay = run?.replay;
    if (run === null || replay === undefined) return;
    const to = run.snapshot().t + (by * replay.endT) / steps;
    void replay.to(Math.max(0, Math.min(replay.endT, to))).then(this.parts.repaint);
  }
}

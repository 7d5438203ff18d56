import type { Stage } from './stage.ts';
import type { Work } from './work/work.ts';

type Act = (stage: Stage) => void | Promise<void>;

/** What keeps an invariant, and in how many ways it can be broken after that. */
export interface Breach {
  /** How the three tasks of the stage depend on each other; left out where each stands alone. */
  readonly work?: Work;
  readonly keep: Act;
  readonly breaks: Readonly<Record<string, Act>>;
}

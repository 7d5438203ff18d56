import type { Completion } from '../../src/engine/commands/complete-command.ts';
import type { Line } from '../prompt/line-editor.ts';
import type { FilterTarget } from './filter.ts';

/** The line that a filter is typed in, while it is open. */
export interface FilterLineState {
  readonly target: FilterTarget;
  readonly line: Line;
  readonly completion: Completion;
  /** Index of the candidate that is chosen; -1 for none. */
  readonly picked: number;
  /** Why it cannot be kept as it stands; said once Enter was pressed. */
  readonly problem: string | null;
}

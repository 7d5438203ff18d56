import type { TaskRecord } from '../../src/state/task-record.ts';
import type { BlockLayout, PlacedBlock } from './text-block.ts';

/** What the agent screen draws from, besides the run as a whole. */
export interface AgentScene {
  /** Null where none has the task. */
  readonly agent: number | null;
  /** -1 where the agent has had none yet. */
  readonly task: number;
  /** Null where there is no task, or its record cannot be read. */
  readonly record: TaskRecord | null;
  /** The agent works on another task than the one that is shown. */
  readonly movedOn: boolean;
  /** Tries that a task has at most; null where that is not known. */
  readonly tries: number | null;
  /** Output tokens of the call that runs or ran last; null where they are not known. */
  readonly outputTokens: number | null;
  /** Tokens a second since somebody looks, oldest first. */
  readonly rates: Float32Array;
  readonly raw: boolean;
  readonly layout: BlockLayout;
  /** First row of the layout that is shown. */
  readonly first: number;
  /** The end of the text is in view, and stays in view as it grows. */
  readonly follows: boolean;
  readonly current: PlacedBlock | null;
}

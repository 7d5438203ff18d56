import type { ConsensusWorkload } from '../../spec/work/consensus-workload.ts';
import type { Normalizer } from '../normalize/normalizer.ts';
import type { TaskTable } from '../task-table.ts';
import type { Poll } from './poll.ts';
import type { Tally } from './tally.ts';

/** What a compiled consensus is made of. */
export interface ConsensusParts {
  readonly workload: ConsensusWorkload;
  /** One a question. */
  readonly polls: readonly Poll[];
  /** Voters a question: tasks `n * voters` to `n * voters + voters - 1` are those of question n. */
  readonly voters: number;
  readonly roles: readonly string[];
  readonly table: TaskTable;
  /** What a vote counts, by task. */
  readonly weights: Float64Array;
  readonly vote: Normalizer;
  questionId(question: number): string;
  /** Whether votes need no more voters. */
  isSettled(tally: Tally): boolean;
}

import type { FailureGroup } from '../src/state/failure-group.ts';
import type { ResultHead } from '../src/state/result-head.ts';
import type { ResultWish } from '../src/state/result-order.ts';

/**
 * What tasks gave, read from the record of a run, page by page. Tasks are named by their numbers in
 * the plan. What is asked is answered at once, in a few milliseconds; it throws where the record
 * cannot be read.
 */
export interface ResultsDesk {
  /** The tasks that have ended so, in the order asked for. */
  tasks(wish: ResultWish): Int32Array;
  /** Run time at which a task entered its status, ms: with another one it has another result. */
  sinceT(task: number): number;
  /** How results show in a list, in the order asked for. */
  heads(tasks: readonly number[]): readonly ResultHead[];
  /** Those of some tasks, up to a hundred, whose id with the answer or the error is a match. */
  matching(tasks: readonly number[], matches: (text: string) => boolean): readonly number[];
  /** The tasks of a selection as `status:failed role:kaoz`. */
  select(query: string): SelectedTasks;
  /** What failed for good, by what the failures have in common; each call reads on a little. */
  failures(): { readonly groups: readonly FailureGroup[]; readonly complete: boolean };
  /** Writes results to a file, and gives what was done in words. A rejection's message is shown. */
  export(wish: ExportWish): Promise<string>;
}

export type SelectedTasks =
  | { readonly ok: true; readonly tasks: readonly number[] }
  /** One sentence. */
  | { readonly ok: false; readonly message: string };

export interface ExportWish {
  /** `.csv`, `.jsonl` or `.md`. */
  readonly file: string;
  /** A file that is there is replaced. */
  readonly overwrite: boolean;
  /** Null for all; of these, those that have ended. */
  readonly tasks: readonly number[] | null;
}

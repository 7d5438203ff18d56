import type { FailureGroup } from '../../src/state/failure-group.ts';
import type { ResultHead } from '../../src/state/result-head.ts';
import type { ResultWish } from '../../src/state/result-order.ts';

/** What the results screen is asked to show. */
export interface ResultsWish extends ResultWish {
  /** Answers one below the other, or failures by what they have in common. */
  readonly shows: 'answers' | 'failures';
  /** The failures alone that are of this group. */
  readonly only: FailureGroup | null;
  /** What the keys that move are for: the list, or the text below it. */
  readonly focus: 'list' | 'text';
  /** The text has the whole screen. */
  readonly whole: boolean;
  /** Place in the list, or in that of the groups. */
  readonly cursor: number;
  /** First row of the text that is shown. */
  readonly scroll: number;
  readonly marks: ReadonlySet<number>;
}

/** The result under the cursor, whole. */
export interface ShownResult {
  readonly head: ResultHead;
  /** What it gave, or why it gave nothing; null where it has no end any more. */
  readonly text: string | null;
  readonly isError: boolean;
}

/** What was read for it. */
export interface ResultsRead {
  /** The tasks that are listed, in their order. */
  readonly list: Int32Array;
  /** How many there are before they are filtered. */
  readonly all: number;
  /** Place in the list of the first one in `heads`. */
  readonly first: number;
  /** The part of the list that is in sight. */
  readonly heads: readonly ResultHead[];
  readonly shown: ShownResult | null;
  /** Share of the results that a search has been through; null where none is under way. */
  readonly searched: number | null;
  readonly groups: readonly FailureGroup[];
  /** First of the groups in sight. */
  readonly firstGroup: number;
  /** Not all failures have been read yet. */
  readonly reading: boolean;
  /** Why nothing can be read; null where it can. */
  readonly problem: string | null;
}

export type ResultsView = ResultsWish & ResultsRead;

export const newResultsView: ResultsView = {
  kind: 'all',
  order: 'plan',
  reversed: false,
  shows: 'answers',
  only: null,
  focus: 'list',
  whole: false,
  cursor: 0,
  scroll: 0,
  marks: new Set(),
  list: new Int32Array(0),
  all: 0,
  first: 0,
  heads: [],
  shown: null,
  searched: null,
  groups: [],
  firstGroup: 0,
  reading: false,
  problem: null,
};

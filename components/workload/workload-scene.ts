import type { WorkView } from '../../src/state/work-view.ts';
import type { Tally } from './tally.ts';
import type { WorkloadView } from './workload-view.ts';

/** A row that the cursor can stand on inside a workflow, a question or a variant. */
export interface InsideRow {
  /** Its node in a workflow; -1 elsewhere. */
  readonly node: number;
  /** Its task; -1 where it stands for all tasks of its node. */
  readonly task: number;
}

/** The work of a run as it is drawn, besides its snapshot. */
export interface WorkloadScene {
  readonly work: WorkView;
  readonly look: WorkloadView;
  /** Each workflow, question or variant; of content there are none. */
  readonly tallies: readonly Tally[];
  /** All of them as one. */
  readonly sum: Tally;
  /** Numbers of those that the list shows, in its order. */
  readonly list: Int32Array;
  /** How many there are before they are filtered. */
  readonly all: number;
  /** The chosen one, or the first where the filter leaves that out; -1 where there is none. */
  readonly chosen: number;
  /** What is in it. */
  readonly rows: readonly InsideRow[];
  /** Of a workflow: each node; else empty. */
  readonly nodes: readonly Tally[];
  /** Of each variant: how long half of its calls took at most that gave an answer, ms; else empty. */
  readonly p50Ms: readonly (number | null)[];
  /** Chunks of content by how far they are; null for other work. */
  readonly chunks: Chunks | null;
  /** Why the task under the cursor failed; null where it did not. */
  readonly error: string | null;
}

export interface Chunks {
  readonly read: number;
  readonly underWay: number;
  /** Of all tasks. */
  readonly total: number;
}

/** Place of the chosen one in the list; -1 where there is none. */
export const chosenPlace = ({ list, chosen }: WorkloadScene): number => list.indexOf(chosen);

/** The row under the cursor inside of the chosen one; null where there is none. */
export function rowAtCursor({ rows, look }: WorkloadScene): InsideRow | null {
  return rows[Math.min(look.row, rows.length - 1)] ?? null;
}

/** First row in sight of so many, the cursor in the middle as far as there are rows on both sides. */
export function firstInSight(cursor: number, rows: number, count: number): number {
  return Math.max(0, Math.min(count - rows, cursor - Math.floor(rows / 2)));
}

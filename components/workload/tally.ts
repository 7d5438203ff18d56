import { TaskStatus } from '../../src/state/agent-state.ts';
import type { TaskColumns } from '../../src/state/task-columns.ts';

/** What some tasks have come to together. */
export interface Tally {
  readonly total: number;
  readonly ended: number;
  readonly done: number;
  /** Poison included. */
  readonly failed: number;
  readonly cancelled: number;
  readonly skipped: number;
  readonly blocked: number;
  readonly queued: number;
  /** In a call, or in tools between two of them. */
  readonly running: number;
  readonly retrying: number;
  /** What has a known price. */
  readonly costNanoUsd: number;
  /** Tasks that had a call without a known price. */
  readonly unpriced: number;
  readonly tokens: number;
}

/** O(tasks): made once a second, and not with every frame. */
export function tallyOf(columns: TaskColumns, tasks: readonly number[]): Tally {
  const by = new Uint32Array(Object.keys(TaskStatus).length);
  let [costNanoUsd, unpriced, tokens] = [0, 0, 0];
  for (const task of tasks) {
    if (task >= columns.size) continue;
    by[columns.status[task]]++;
    costNanoUsd += columns.costNanoUsd[task];
    unpriced += columns.unpriced[task];
    tokens += columns.tokens[task];
  }
  const done = by[TaskStatus.done];
  const failed = by[TaskStatus.failed] + by[TaskStatus.poison];
  const cancelled = by[TaskStatus.cancelled];
  const skipped = by[TaskStatus.skipped];
  return {
    total: tasks.length,
    ended: done + failed + cancelled + skipped,
    done,
    failed,
    cancelled,
    skipped,
    blocked: by[TaskStatus.blocked],
    queued: by[TaskStatus.queued],
    running: by[TaskStatus.running] + by[TaskStatus.tool],
    retrying: by[TaskStatus.retrying],
    costNanoUsd,
    unpriced,
    tokens,
  };
}

/** Several as one. */
export function tallySum(tallies: readonly Tally[]): Tally {
  const sum = (of: (tally: Tally) => number) => tallies.reduce((all, each) => all + of(each), 0);
  return {
    total: sum(({ total }) => total),
    ended: sum(({ ended }) => ended),
    done: sum(({ done }) => done),
    failed: sum(({ failed }) => failed),
    cancelled: sum(({ cancelled }) => cancelled),
    skipped: sum(({ skipped }) => skipped),
    blocked: sum(({ blocked }) => blocked),
    queued: sum(({ queued }) => queued),
    running: sum(({ running }) => running),
    retrying: sum(({ retrying }) => retrying),
    costNanoUsd: sum(({ costNanoUsd }) => costNanoUsd),
    unpriced: sum(({ unpriced }) => unpriced),
    tokens: sum(({ tokens }) => tokens),
  };
}

import { join } from 'node:path';
import { allRuns } from './find-run.ts';
import { runsDirectory } from './run-directory.ts';
import { readRunJson, runSizeBytes } from './run-files.ts';
import { lockHolder } from './run-lock.ts';
import { openForReading } from './sqlite.ts';

/** A run as lists show it. */
export interface RunListing {
  readonly runId: string;
  readonly name: string;
  readonly preset: string;
  readonly directory: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** unfinished: can be resumed. unreadable: its run.db is missing or damaged. */
  readonly state: 'running' | 'finished' | 'unfinished' | 'unreadable';
  readonly tasks: { readonly total: number; readonly done: number; readonly failed: number };
  /** Of the tasks whose price is known. */
  readonly costNanoUsd: number;
  /** Tasks done whose price is unknown. */
  readonly unpriced: number;
  readonly sizeBytes: number;
}

interface Totals {
  total: number;
  done: number;
  failed: number;
  queued: number;
  cancelled: number;
  costNanoUsd: number;
  unpriced: number;
  lastPhase: string | null;
}

/** The run in a directory; null if there is none that swarmdeck wrote. */
export function readRunListing(directory: string): RunListing | null {
  const record = readRunJson(directory);
  if (record === null) return null;
  const { runId, name, preset, startedAt } = record;
  const totals = readTotals(join(directory, 'run.db'));
  return {
    runId,
    name,
    preset,
    directory,
    startedAt,
    state: lockHolder(directory) !== null ? 'running' : stateOf(totals),
    tasks: {
      total: totals?.total ?? record.tasks,
      done: totals?.done ?? 0,
      failed: totals?.failed ?? 0,
    },
    costNanoUsd: totals?.costNanoUsd ?? 0,
    unpriced: totals?.unpriced ?? 0,
    sizeBytes: runSizeBytes(directory),
  };
}

/** Every run of this place and of the history, newest first. */
export function listRuns(baseDirectory = runsDirectory()): RunListing[] {
  return allRuns(baseDirectory)
    .map(({ directory }) => readRunListing(directory))
    .filter((run) => run !== null)
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}

function readTotals(path: string): Totals | null {
  try {
    const database = openForReading(path);
    try {
      return database
        .prepare(`
          SELECT count(*) AS total, total(status = 'done') AS done, 
            total(status IN ('failed', 'poison')) AS failed,
            total(status = 'queued') AS queued, total(status = 'cancelled') AS cancelled,
            total(cost_nano_usd) AS costNanoUsd,
            total(status = 'done' AND cost_nano_usd IS NULL) AS unpriced,
            (SELECT json_extract(data, '$.phase') FROM events WHERE type = 'run.finished'
              ORDER BY seq DESC LIMIT 1) AS lastPhase
          FROM tasks`)
        .get() as unknown as Totals;
    } finally {
      database.close();
    }
  } catch {
    return null;
  }
}

function stateOf(totals: Totals | null): RunListing['state'] {
  if (totals === null) return 'unreadable';
  if (totals.queued > 0) return 'unfinished';
  // A stop cancels what a resume takes up again; in a run that went to its end, the operator meant it.
  return totals.cancelled > 0 && totals.lastPhase !== 'DONE' ? 'unfinished' : 'finished';
}

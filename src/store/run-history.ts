import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { knownRuns } from './history.ts';
import { runsDirectory } from './run-directory.ts';
import { readRunJson } from './run-files.ts';
import { type RunListing, readRunListing } from './run-listing.ts';
import type { RunRecord } from './run-record.ts';

/** So long is read at a stretch: a console draws and takes keys in between. */
const stretchMs = 8;

/** A run of which only what run.json says is known yet. */
export type RunHead = Pick<RunListing, 'runId' | 'name' | 'preset' | 'directory' | 'startedAt'> & {
  /** Tasks of the plan. */
  readonly total: number;
};

/** Told of runs as they are found. Where either gives false, nothing is read any more. */
export interface HistoryListener {
  /** Runs that there are, in no order. */
  heads(heads: readonly RunHead[]): boolean;
  /** What has become of one of them. */
  listing(listing: RunListing): boolean;
}

/**
 * Reads every run of this place and of the history in turns of a few milliseconds: first which there
 * are, those that were begun last first, and then what became of each, newest first.
 */
export async function readRunHistory(
  listener: HistoryListener,
  baseDirectory = runsDirectory(),
): Promise<void> {
  const all: RunHead[] = [];
  let found: RunHead[] = [];
  let pauseAt = performance.now() + stretchMs;
  for (const directory of directories(baseDirectory)) {
    const record = readRunJson(directory);
    if (record !== null) found.push(headOf(record, directory));
    if (performance.now() < pauseAt) continue;
    if (!listener.heads(found)) return;
    all.push(...found);
    found = [];
    await nextTurn();
    pauseAt = performance.now() + stretchMs;
  }
  all.push(...found);
  if (!listener.heads(found)) return;
  all.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  for (const { directory } of all) {
    await nextTurn();
    const listing = readRunListing(directory);
    if (listing !== null && !listener.listing(listing)) return;
  }
}

/** Each once; ids sort by age, so those of this place come newest first. */
function directories(baseDirectory: string): Set<string> {
  const here = existsSync(baseDirectory) ? readdirSync(baseDirectory) : [];
  const own = here
    .sort()
    .reverse()
    .map((name) => resolve(baseDirectory, name));
  return new Set([...own, ...knownRuns().map(({ directory }) => directory)]);
}

function headOf(record: RunRecord, directory: string): RunHead {
  const { runId, name, preset, startedAt, tasks } = record;
  return { runId, name, preset, directory, startedAt, total: tasks };
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { homeDirectory } from '../settings/home-directory.ts';
import { makeDirectory } from './make-directory.ts';
import type { RunRecord } from './run-record.ts';
import { type Database, openDatabase } from './sqlite.ts';

/** A run that was started by this user, wherever its directory is. */
export interface KnownRun {
  readonly runId: string;
  readonly directory: string;
}

/**
 * The history index, opened for `work`; null if it cannot be. It is a convenience on top of the run
 * directories: a home that cannot be written must never stop a run.
 */
function withHistory<T>(work: (history: Database) => T): T | null {
  try {
    const home = homeDirectory();
    makeDirectory(home);
    const history = openDatabase(join(home, 'history.db'));
    try {
      history.exec(
        'CREATE TABLE IF NOT EXISTS runs (directory TEXT PRIMARY KEY, run_id TEXT NOT NULL, started_at TEXT NOT NULL)',
      );
      return work(history);
    } finally {
      history.close();
    }
  } catch {
    return null;
  }
}

/** Puts a run into the history. */
export function recordRun(record: RunRecord, directory: string): void {
  withHistory((history) =>
    history
      .prepare('INSERT OR REPLACE INTO runs VALUES (?, ?, ?)')
      .run(directory, record.runId, record.startedAt),
  );
}

/** The runs of the history whose directories are still there; the others are dropped from it. */
export function knownRuns(): KnownRun[] {
  const known = withHistory((history) => {
    const rows = history.prepare('SELECT run_id AS runId, directory FROM runs').all();
    const forget = history.prepare('DELETE FROM runs WHERE directory = ?');
    return (rows as unknown as KnownRun[]).filter(({ directory }) => {
      if (existsSync(join(directory, 'run.json'))) return true;
      forget.run(directory);
      return false;
    });
  });
  return known ?? [];
}

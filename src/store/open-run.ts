import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plan } from '../plan/plan.ts';
import type { PlanPast } from '../plan/unfolding.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import { UsageError } from '../spec/usage-error.ts';
import type { RunEvent } from '../state/events.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { AttemptWriter } from './attempt-writer.ts';
import { readPast, toldTasks } from './plan-past.ts';
import { acquireLock, holderWords } from './run-lock.ts';
import {
  readEnd,
  readOpenAttempts,
  readRecord,
  readResumes,
  readUnfinished,
  type UnfinishedTasks,
} from './run-reader.ts';
import { type RunRecord, specOf } from './run-record.ts';
import { RunStore } from './run-store.ts';
import { oldestSchema, schemaVersion, upgradeTables } from './schema.ts';
import { type Database, openDatabase, transaction } from './sqlite.ts';
import { openPlan } from './stored-plan.ts';
import { readWorkload } from './stored-workload.ts';

/** A run that is taken up again. */
export interface OpenedRun {
  readonly runId: string;
  /** Absolute. */
  readonly directory: string;
  readonly record: RunRecord;
  /** Its workload has no items: `plan` holds the tasks. */
  readonly spec: ResolvedSpec;
  /** Its messages are read from the store: they can be had until the store is closed. */
  readonly plan: Plan;
  /** What came of a plan that unfolds. */
  readonly past: PlanPast;
  readonly unfinished: UnfinishedTasks;
  /** The next event is `lastSeq + 1`. */
  readonly lastSeq: number;
  /** Run time of the last event, ms. */
  readonly lastT: number;
  /** Number of the session that begins: 2 for the first resume. */
  readonly session: number;
  /** Every event so far, in its order. */
  events(): Generator<RunEvent>;
  /** Goes on in the same log; holds the lock until it is closed. */
  readonly store: RunStore;
}

/**
 * Opens a run directory to go on with its run. Reads nothing but run.db, so run.json and the input
 * files may have changed. Throws a `UsageError` if the directory holds no run, one of a newer
 * swarmdeck, or one that is running.
 */
export function openRun(runDirectory: string): OpenedRun {
  const directory = resolve(runDirectory);
  const path = join(directory, 'run.db');
  if (!existsSync(path)) {
    throw new UsageError(`${directory} holds no run (run.db is missing); see "swarmdeck runs"`);
  }
  const lock = acquireLock(directory);
  if ('holder' in lock) {
    throw new UsageError(
      `the run in ${directory} is being run by ${holderWords(lock.holder)}; stop that first`,
    );
  }
  let database: Database | null = null;
  try {
    database = openDatabase(path);
    const [record, version] = recordOf(database, path);
    const opened = database;
    transaction(opened, () => upgradeTables(opened, version));
    const { lastSeq, lastT } = readEnd(database);
    const open = readOpenAttempts(database);
    const { runId } = record;
    const spec = specOf(record, readWorkload(database));
    const plan = openPlan(database, spec, record.tasks);
    const store = new RunStore(database, lock, { runId, directory, plan });
    transaction(store.database, () => {
      dropUntold(store.database, toldTasks(store.database, record.tasks));
      const writer = new AttemptWriter(store.database);
      for (const attempt of open) writer.writeLost(attempt, lastT);
    });
    if (!existsSync(join(directory, 'run.json'))) {
      writeFileAtomic(join(directory, 'run.json'), `${JSON.stringify(record, null, 2)}\n`);
    }
    return {
      runId,
      directory,
      record,
      spec,
      plan,
      past: readPast(database),
      unfinished: readUnfinished(database, open),
      lastSeq,
      lastT,
      session: readResumes(database).length + 2,
      events: () => store.events(),
      store,
    };
  } catch (error) {
    database?.close();
    lock.release();
    throw error;
  }
}

/** Tasks that were written, and whose event was not when the process died: they are added once more. */
function dropUntold(database: Database, told: number): void {
  database.prepare('DELETE FROM tasks WHERE task >= ?').run(told);
}

function recordOf(database: Database, path: string): [record: RunRecord, version: number] {
  let version: number;
  let record: RunRecord;
  try {
    version = Number(database.prepare('PRAGMA user_version').get()!.user_version);
    record = readRecord(database);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${path} cannot be read as a run: ${said}`);
  }
  if (version > schemaVersion) {
    throw new UsageError(
      `${path} was written by a newer swarmdeck (${record.versions.swarmdeck}); update swarmdeck to go on with it`,
    );
  }
  if (version < oldestSchema) {
    throw new UsageError(
      `${path} was written by an older swarmdeck (${record.versions.swarmdeck}), whose runs this one cannot go on with; its results.jsonl and agent_responses are still good`,
    );
  }
  return [record, version];
}

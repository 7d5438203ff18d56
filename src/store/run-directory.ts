import { existsSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plan } from '../plan/plan.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import { UsageError } from '../spec/usage-error.ts';
import { addAgents } from './add-agents.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { recordRun } from './history.ts';
import { JournalError } from './journal-error.ts';
import { makeDirectory } from './make-directory.ts';
import { writePlan } from './plan-writer.ts';
import { createRunId } from './run-id.ts';
import { acquireLock, holderWords } from './run-lock.ts';
import { type RunRecord, runRecord } from './run-record.ts';
import { RunStore } from './run-store.ts';
import { createTables, prepareForPieces, prepareForWriting } from './schema.ts';
import { type Database, openDatabase, sqliteCode, transaction } from './sqlite.ts';
import { keepPieces } from './stored-pieces.ts';
import { writeWorkload } from './stored-workload.ts';

export interface NewRun {
  /** Directory of the run; null for `./swarm-runs/<run-id>`. */
  readonly out: string | null;
  readonly spec: ResolvedSpec;
  readonly plan: Plan;
  readonly startedAt: Date;
  /** Of swarmdeck. */
  readonly version: string;
  /** It is not put into the history. */
  readonly unlisted?: boolean;
}

export interface RunDirectory {
  readonly runId: string;
  /** Absolute. */
  readonly directory: string;
  readonly record: RunRecord;
  readonly store: RunStore;
}

/** Where runs without `--out` go. */
export function runsDirectory(workingDirectory = process.cwd()): string {
  return join(workingDirectory, 'swarm-runs');
}

/**
 * Makes a run's directory: run.db with the whole plan, then run.json; both stand before the first
 * call is made, and what the plan is made of may change from then on. The run is in the history, unless it is not to be listed, and locked by this process
 * from then on.
 * Throws a `UsageError` if the directory holds a run already or cannot be written.
 */
export function createRunDirectory(run: NewRun): RunDirectory {
  const runId = createRunId(run.startedAt);
  const directory = resolve(run.out ?? join(runsDirectory(), runId));
  prepareDirectory(directory);
  refuseSecondRun(directory, run.out);
  const lock = acquireLock(directory);
  if ('holder' in lock) {
    throw new UsageError(
      `${directory} is being run by ${holderWords(lock.holder)}; choose another --out`,
    );
  }
  let database: Database | null = null;
  try {
    // Asked again under the lock: another process may have been faster.
    refuseSecondRun(directory, run.out);
    const record = runRecord({ ...run, runId, tasks: run.plan.size });
    const path = join(directory, 'run.db');
    for (const leftover of ['', '-wal', '-shm', '-journal'].map((end) => path + end))
      rmSync(leftover, { force: true });
    database = openDatabase(path);
    if (run.plan.pieces !== undefined) prepareForPieces(database);
    else prepareForWriting(database);
    fill(database, record, run);
    prepareForWriting(database);
    if (run.plan.pieces !== undefined) keepPieces(database, run.plan.pieces);
    writeFileAtomic(join(directory, 'run.json'), `${JSON.stringify(record, null, 2)}\n`);
    if (!run.unlisted) recordRun(record, directory);
    const store = new RunStore(database, lock, { runId, directory, plan: run.plan });
    return { runId, directory, record, store };
  } catch (error) {
    database?.close();
    lock.release();
    throw sqliteCode(error) === null ? error : new JournalError(join(directory, 'run.db'), error);
  }
}

function prepareDirectory(directory: string): void {
  try {
    if (existsSync(directory) && !statSync(directory).isDirectory()) {
      throw new UsageError(`--out ${directory} is a file; name a directory`);
    }
    makeDirectory(directory);
    // A directory may stand and refuse files all the same.
    writeFileAtomic(join(directory, '.swarmdeck-probe'), '');
    rmSync(join(directory, '.swarmdeck-probe'));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const said = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `the run directory ${directory} cannot be written (${said}); choose another with --out`,
    );
  }
}

function refuseSecondRun(directory: string, out: string | null): void {
  if (!existsSync(join(directory, 'run.json')) && !holdsRun(join(directory, 'run.db'))) return;
  const words = out ?? directory;
  throw new UsageError(
    `--out ${words} holds a run already; go on with it by "swarmdeck resume ${words}", or choose another directory`,
  );
}

/**
 * Whether a run.db without its run.json is a run's record. One that a crash left half made, which is
 * the case before its plan was committed, is not.
 */
function holdsRun(path: string): boolean {
  if (!existsSync(path)) return false;
  const database = openDatabase(path);
  try {
    return database.prepare("SELECT 1 FROM meta WHERE key = 'run'").get() !== undefined;
  } catch {
    return false;
  } finally {
    database.close();
  }
}

function fill(database: Database, record: RunRecord, { spec, plan }: NewRun): void {
  transaction(database, () => {
    createTables(database);
    database.prepare("INSERT INTO meta VALUES ('run', ?)").run(JSON.stringify(record));
    const insertRole = database.prepare('INSERT INTO roles VALUES (?, ?)');
    for (const [role, { name, agents }] of spec.roles.entries()) {
      insertRole.run(role, name);
      addAgents(database, role, agents);
    }
    const insertRoute = database.prepare('INSERT INTO routes VALUES (?, ?)');
    for (const [route, { name }] of spec.routes.entries()) insertRoute.run(route, name);
    writeWorkload(database, spec.workload);
    writePlan(database, plan);
  });
}

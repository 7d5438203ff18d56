import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../spec/usage-error.ts';
import { type Database, openDatabase, sqliteBusy, sqliteCode } from './sqlite.ts';

/** The process that runs a directory. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601. */
  readonly since: string;
}

export interface RunLock {
  release(): void;
}

/** An open lock must stay referenced: a collected connection is closed and lets go. */
const held = new Set<Database>();

/**
 * Takes the run directory for this process; `holder` tells who has it if another one does. Throws a
 * `UsageError` if the directory cannot be written.
 *
 * The lock is SQLite's own write lock on a file of its own, which the kernel drops when its process
 * ends, however it ends: so a dead process's lock is taken over without asking whether its pid is
 * alive, or has been given to another program since. The file stays: removing it would let two
 * processes lock two different files of that name.
 */
export function acquireLock(directory: string): RunLock | { readonly holder: LockHolder | null } {
  const database = openDatabase(join(directory, 'run.lock'), { timeout: 500 });
  try {
    // The row must be committed for others to read it; then the lock is taken again to be kept.
    database.exec(`
      PRAGMA synchronous = OFF;
      BEGIN IMMEDIATE;
      CREATE TABLE IF NOT EXISTS holder (pid INTEGER, host TEXT, since TEXT);
      DELETE FROM holder;
    `);
    database
      .prepare('INSERT INTO holder VALUES (?, ?, ?)')
      .run(process.pid, hostname(), new Date().toISOString());
    database.exec('COMMIT; BEGIN IMMEDIATE');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    const holder = readHolder(database);
    database.close();
    if (sqliteCode(error) === sqliteBusy) return { holder };
    const said = error instanceof Error ? error.message : String(error);
    throw new UsageError(`the run directory ${directory} cannot be locked (run.lock: ${said})`);
  }
  held.add(database);
  return {
    release() {
      if (held.delete(database)) database.close();
    },
  };
}

/** Who runs the directory at this moment; null if nobody does. */
export function lockHolder(directory: string): LockHolder | null {
  const path = join(directory, 'run.lock');
  if (!existsSync(path)) return null;
  // Another look such as this one holds the lock for a moment; a run holds it for good.
  const database = openDatabase(path, { timeout: 20 });
  try {
    database.exec('BEGIN IMMEDIATE; ROLLBACK');
    return null;
  } catch (error) {
    if (sqliteCode(error) !== sqliteBusy) return null;
    return readHolder(database);
  } finally {
    database.close();
  }
}

function readHolder(database: Database): LockHolder | null {
  try {
    const row = database.prepare('SELECT pid, host, since FROM holder').get();
    return row === undefined ? null : ({ ...row } as unknown as LockHolder);
  } catch {
    return null;
  }
}

/** `process 4711`, with the host where it is another one. */
export function holderWords(holder: LockHolder | null): string {
  if (holder === null) return 'another process';
  const host = holder.host === hostname() ? '' : ` on ${holder.host}`;
  return `process ${holder.pid}${host}`;
}

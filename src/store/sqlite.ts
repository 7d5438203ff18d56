import { existsSync } from 'node:fs';
import type { DatabaseSync, DatabaseSyncOptions, StatementSync } from 'node:sqlite';

export type Database = DatabaseSync;
export type Statement = StatementSync;

let sqlite: typeof import('node:sqlite') | null = null;

/**
 * Loads `node:sqlite` without its notice. The first releases of Node 24 warn that it is
 * experimental, once, while it loads; users of a console must not find that on their screen. Every
 * other warning goes through. A static import would load it before this can listen.
 */
function load(): typeof import('node:sqlite') {
  const emitWarning = process.emitWarning;
  const filtered = (warning: string | Error, ...rest: unknown[]): void => {
    if (String(warning).includes('SQLite is an experimental feature')) return;
    Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  process.emitWarning = filtered as typeof process.emitWarning;
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Opens (or, if not read-only, creates) a database; waits up to 5 s for another process's lock. */
export function openDatabase(path: string, options: DatabaseSyncOptions = {}): Database {
  sqlite ??= load();
  return new sqlite.DatabaseSync(path, { timeout: 5000, ...options });
}

/**
 * Opens a database that is there, to read it and nothing else. It is opened as one that could be
 * written, because the last connection to close takes SQLite's own files (`-wal`, `-shm`) with it, and
 * one opened read-only may not: it would leave them in every run that was looked at.
 */
export function openForReading(path: string): Database {
  if (!existsSync(path)) throw new Error(`${path} is missing`);
  const database = openDatabase(path);
  try {
    database.exec('PRAGMA query_only = ON');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLite's own number for what went wrong, without the extension; null if it is not SQLite's. */
export function sqliteCode(error: unknown): number | null {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code & 0xff : null;
}

/** Another connection holds the lock: https://www.sqlite.org/rescode.html#busy */
export const sqliteBusy = 5;

/** Runs `work` in one transaction; undone as a whole if it throws. */
export function transaction<T>(database: Database, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

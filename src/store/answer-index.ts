import { join } from 'node:path';
import { homeDirectory } from '../settings/home-directory.ts';
import { makeDirectory } from './make-directory.ts';
import { type Database, openDatabase, type Statement, transaction } from './sqlite.ts';

/** Where an answer stands: it is never here. */
export interface AnswerPlace {
  readonly directory: string;
  readonly runId: string;
  readonly task: number;
  /** When it was given, ms since 1970. */
  readonly atMs: number;
}

const tables = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS runs (
    id INTEGER PRIMARY KEY, directory TEXT NOT NULL, run_id TEXT NOT NULL UNIQUE);
  CREATE TABLE IF NOT EXISTS answers (
    key BLOB PRIMARY KEY, run INTEGER NOT NULL, task INTEGER NOT NULL, at_ms REAL NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS answers_of_run ON answers (run);
`;

/**
 * `answers.db` in the home directory: which task of which run was answered last by calls of a key. It
 * holds hashes and places; what was asked and answered stays in the run directories. Throws where it
 * cannot be used.
 */
export class AnswerIndex {
  private readonly database: Database;
  private readonly select: Statement;

  constructor() {
    const home = homeDirectory();
    makeDirectory(home);
    this.database = openDatabase(join(home, 'answers.db'));
    this.database.exec(tables);
    this.select = this.database.prepare(`
      SELECT directory, run_id AS runId, task, at_ms AS atMs
      FROM answers JOIN runs ON runs.id = answers.run WHERE key = ?`);
  }

  place(key: Buffer): AnswerPlace | null {
    return (this.select.get(key) as unknown as AnswerPlace | undefined) ?? null;
  }

  /** Takes up what a run answered; of calls with the same key the latest answer counts. */
  add(
    { directory, runId }: Pick<AnswerPlace, 'directory' | 'runId'>,
    answers: readonly (Pick<AnswerPlace, 'task' | 'atMs'> & { readonly key: Buffer })[],
  ): void {
    const { database } = this;
    transaction(database, () => {
      const { id } = database
        .prepare(`
          INSERT INTO runs (directory, run_id) VALUES (?, ?)
          ON CONFLICT (run_id) DO UPDATE SET directory = excluded.directory RETURNING id`)
        .get(directory, runId) as { id: number };
      const insert = database.prepare(`
        INSERT INTO answers VALUES (?, ?, ?, ?)
        ON CONFLICT (key) DO UPDATE SET run = excluded.run, task = excluded.task, at_ms = excluded.at_ms
        WHERE excluded.at_ms >= at_ms`);
      for (const { key, task, atMs } of answers) insert.run(key, id, task, atMs);
    });
  }

  /** The run is gone: its answers are those of nobody. */
  forget(runId: string): void {
    const { database } = this;
    transaction(database, () => {
      const ofRun = '(SELECT id FROM runs WHERE run_id = ?)';
      database.prepare(`DELETE FROM answers WHERE run = ${ofRun}`).run(runId);
      database.prepare('DELETE FROM runs WHERE run_id = ?').run(runId);
    });
  }

  close(): void {
    this.database.close();
  }
}

import { join } from 'node:path';
import type { ResultLine } from '../report/result-line.ts';
import type { JsonSchema } from '../spec/schema-object.ts';
import type { FailureClass } from '../state/events.ts';
import type { ResultHead } from '../state/result-head.ts';
import { readAnswers, type TaskAnswer } from './read-answers.ts';
import { readResultsOf } from './result-rows.ts';
import { roleSchemas } from './role-schemas.ts';
import { type Database, openForReading } from './sqlite.ts';

/** How a task failed for good. */
export interface FailureRow {
  readonly task: number;
  readonly class: FailureClass;
  readonly status: number | null;
  readonly message: string;
}

/** Characters of an answer that a list can show. */
const beginning = 400;

/**
 * Reads the record of a run for those who look at it, while another connection writes it and after.
 * What it is asked for is read at once and in a few milliseconds, so nothing is kept from being
 * written or checkpointed in between. Throws where the record cannot be read.
 */
export class RecordReader {
  readonly #path: string;
  readonly #settle: () => void;
  #open: Database | null = null;
  /** They never change. */
  #schemas: ReadonlyMap<string, JsonSchema> | null = null;

  /** @param settle called before anything is read: commits what a run under way has not committed yet */
  constructor(directory: string, settle: () => void = () => {}) {
    this.#path = join(directory, 'run.db');
    this.#settle = settle;
  }

  get database(): Database {
    this.#settle();
    this.#open ??= openForReading(this.#path);
    return this.#open;
  }

  /** Schemas that answers match, by the name of the role. */
  get schemas(): ReadonlyMap<string, JsonSchema> {
    this.#schemas ??= roleSchemas(this.database);
    return this.#schemas;
  }

  /** It opens again where it is asked once more. */
  close(): void {
    this.#open?.close();
    this.#open = null;
  }

  /** The tasks as a list shows them, in the order asked for. */
  heads(tasks: readonly number[]): ResultHead[] {
    const read = this.database.prepare(`
      SELECT results.number AS task, results.id, results.role, results.agent, results.status,
        output_tokens AS outputTokens, cost_nano_usd AS costNanoUsd, duration_ms AS durationMs,
        substr(coalesce(text, error_class || ': ' || error_message), 1, ${beginning}) AS begins
      FROM results WHERE number = ?`);
    return tasks.flatMap((task) => {
      const row = read.get(task);
      return row === undefined ? [] : [row as unknown as ResultHead];
    });
  }

  /** What these tasks gave, whole. */
  answers(tasks: readonly number[]): TaskAnswer[] {
    return readAnswers(this.database, tasks, this.schemas);
  }

  /** Those of the tasks of which the id with the answer, or with the error, is a match. */
  matching(tasks: readonly number[], matches: (text: string) => boolean): number[] {
    const rows = this.database
      .prepare(`
        SELECT task, id || char(10) || coalesce(text, error_class || ': ' || error_message, '') AS text
        FROM tasks WHERE task IN (SELECT value FROM json_each(?))`)
      .all(JSON.stringify(tasks)) as unknown as { task: number; text: string }[];
    return rows.filter(({ text }) => matches(text)).map(({ task }) => task);
  }

  /** How those of the tasks that failed did so. */
  failures(tasks: readonly number[]): FailureRow[] {
    return this.database
      .prepare(`
        SELECT task, error_class AS class, error_status AS status, error_message AS message
        FROM tasks WHERE task IN (SELECT value FROM json_each(?)) AND status IN ('failed', 'poison')`)
      .all(JSON.stringify(tasks)) as unknown as FailureRow[];
  }

  /** The tasks as files have them, in the order of the plan. */
  lines(tasks: readonly number[]): ResultLine[] {
    return readResultsOf(this.database, tasks, this.schemas);
  }

  /** The ids that the operator knows the tasks by, in the order of the plan. */
  ids(): string[] {
    return this.database
      .prepare('SELECT id FROM tasks ORDER BY task')
      .all()
      .map(({ id }) => String(id));
  }
}

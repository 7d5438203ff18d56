import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { usd } from '../cost/usd.ts';
import { allRuns } from './find-run.ts';
import { runsDirectory } from './run-directory.ts';
import { readRecord } from './run-reader.ts';
import { type Database, openForReading } from './sqlite.ts';
import { tasksOfPrompt } from './tasks-of-prompt.ts';

/** What a run of before took for the same work, over one route. */
export interface EarlierFigures {
  readonly run: string;
  readonly name: string;
  readonly directory: string;
  /** ISO 8601. */
  readonly started_at: string;
  /** `provider/model`; null where none was called. */
  readonly route: string | null;
  /** Of the same work: a prompt can have been asked many times. */
  readonly tasks: number;
  readonly done: number;
  /** Poison included. */
  readonly failed: number;
  /** Tries of all of them. */
  readonly attempts: number;
  /** Of all of them, tokens of the provider's cache among them. */
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** Of those whose price is known. */
  readonly cost_usd: number;
  /** Tasks done whose price is unknown. */
  readonly unpriced: number;
  /** Of those that are done, with their retries, on average; null without one. */
  readonly average_duration_ms: number | null;
}

/** Figures of earlier runs for the same work, the newest first. */
export interface EarlierWork {
  /** How it was found: a prompt that is no prompt of before is looked for inside those; null is not at all. */
  readonly match: 'exact' | 'contains' | null;
  readonly figures: readonly EarlierFigures[];
  /** Runs that could not be read: damaged, or of another version. */
  readonly unreadable: number;
}

/** Runs that had a task of this id. */
export function figuresOfTask(id: string, baseDirectory = runsDirectory()): Promise<EarlierWork> {
  return search(baseDirectory, (database) => ({
    exact: database
      .prepare('SELECT task FROM tasks WHERE id = ?')
      .all(id)
      .map(({ task }) => Number(task)),
    contains: [],
  }));
}

/**
 * What the same prompt took in the runs of this place and of the history: the same text of a user's
 * message, white space apart. Where no run had it, the prompts that contain it, in whatever case.
 * Reads the records themselves, so that a run that was deleted is gone from here too.
 */
export function metricsOfPrompt(
  prompt: string,
  baseDirectory = runsDirectory(),
): Promise<EarlierWork> {
  return search(baseDirectory, (database) => tasksOfPrompt(database, prompt));
}

interface Found {
  readonly exact: readonly number[];
  readonly contains: readonly number[];
}

async function search(
  baseDirectory: string,
  find: (database: Database) => Found,
): Promise<EarlierWork> {
  const exact: EarlierFigures[] = [];
  const contains: EarlierFigures[] = [];
  let unreadable = 0;
  for (const { directory } of allRuns(baseDirectory)) {
    await nextTurn();
    try {
      const database = openForReading(join(directory, 'run.db'));
      try {
        const found = find(database);
        exact.push(...figuresOf(database, directory, found.exact));
        if (exact.length === 0) contains.push(...figuresOf(database, directory, found.contains));
      } finally {
        database.close();
      }
    } catch {
      unreadable++;
    }
  }
  const figures = exact.length > 0 ? exact : contains;
  figures.sort((a, b) => (a.started_at < b.started_at ? 1 : -1));
  const match = exact.length > 0 ? 'exact' : contains.length > 0 ? 'contains' : null;
  return { match, figures, unreadable };
}

function figuresOf(
  database: Database,
  directory: string,
  tasks: readonly number[],
): EarlierFigures[] {
  if (tasks.length === 0) return [];
  const { runId: run, name, startedAt } = readRecord(database);
  return database
    .prepare(`
      SELECT routes.name AS route, count(*) AS tasks, sum(status = 'done') AS done,
        sum(status IN ('failed', 'poison')) AS failed, sum(attempts) AS attempts,
        total(input_tokens) + total(cache_read_tokens) + total(cache_write_tokens) AS input_tokens,
        total(output_tokens) AS output_tokens, total(cost_nano_usd) AS cost,
        sum(status = 'done' AND cost_nano_usd IS NULL) AS unpriced,
        avg(duration_ms) FILTER (WHERE status = 'done') AS average_duration_ms
      FROM tasks LEFT JOIN routes USING (route)
      WHERE task IN (SELECT value FROM json_each(?)) GROUP BY route ORDER BY 2 DESC`)
    .all(JSON.stringify(tasks))
    .map((row) => {
      const { cost, ...figures } = row as unknown as Omit<EarlierFigures, 'cost_usd'> & {
        cost: number;
      };
      const head = { run, name, directory, started_at: startedAt };
      return { ...head, ...figures, cost_usd: usd(cost) };
    });
}

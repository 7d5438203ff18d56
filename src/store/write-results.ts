import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { writeAtomic } from './atomic-file.ts';
import type { Database } from './sqlite.ts';

/** One line of results.jsonl. */
export interface ResultLine {
  readonly task: string;
  readonly role: string;
  /** `<role>_<n>`; null where no agent worked on it. */
  readonly agent: string | null;
  readonly status: 'done' | 'failed' | 'cancelled' | 'skipped' | 'poison';
  /** The answer; null unless it is done. */
  readonly text: string | null;
  /** Tokens of the call that answered, in buckets that do not overlap; null unless it is done. */
  readonly usage: {
    readonly input_tokens: number;
    readonly cache_read_tokens: number;
    readonly cache_write_tokens: number;
    readonly output_tokens: number;
    readonly estimated: boolean;
  } | null;
  /** Null where it is not done or the price is unknown. */
  readonly cost_usd: number | null;
  readonly attempts: number;
  readonly duration_ms: number | null;
  readonly route: string | null;
  readonly error: { readonly class: string; readonly message: string } | null;
}

interface ResultRow {
  id: string;
  role: string;
  agent: string | null;
  status: ResultLine['status'] | 'queued';
  route: string | null;
  attempts: number;
  duration_ms: number | null;
  input_tokens: number | null;
  cache_read_tokens: number;
  cache_write_tokens: number;
  output_tokens: number;
  usage_estimated: number;
  cost_nano_usd: number | null;
  error_class: string | null;
  error_message: string | null;
  text: string | null;
}

/** Rows between two turns of the event loop, so that a console keeps drawing. */
const rowsATurn = 500;

/** Nano-dollars in dollars. */
export function usd(nanoUsd: number): number {
  return nanoUsd / 1e9;
}

function resultLine(row: ResultRow): ResultLine {
  const queued = row.status === 'queued';
  return {
    task: row.id,
    role: row.role,
    agent: row.agent,
    status: row.status === 'queued' ? 'cancelled' : row.status,
    text: row.text,
    usage:
      row.input_tokens === null
        ? null
        : {
            input_tokens: row.input_tokens,
            cache_read_tokens: row.cache_read_tokens,
            cache_write_tokens: row.cache_write_tokens,
            output_tokens: row.output_tokens,
            estimated: row.usage_estimated === 1,
          },
    cost_usd: row.cost_nano_usd === null ? null : usd(row.cost_nano_usd),
    attempts: row.attempts,
    duration_ms: row.duration_ms,
    route: row.route,
    error: queued
      ? { class: 'cancelled', message: 'the run ended before the task did' }
      : row.error_class === null
        ? null
        : { class: row.error_class, message: row.error_message ?? '' },
  };
}

/**
 * Writes results.jsonl: a line for every task of the plan, in its order. A task that has no end, the
 * run having been stopped before, is `cancelled` with the attempts that were made.
 */
export async function writeResults(database: Database, directory: string): Promise<void> {
  const rows = database
    .prepare(`
      SELECT results.*, coalesce(made.attempts, results.attempts) AS attempts FROM results
      LEFT JOIN (
        SELECT task, count(*) AS attempts FROM attempts
        WHERE task IN (SELECT task FROM tasks WHERE status = 'queued') GROUP BY task
      ) AS made ON made.task = results.number
      ORDER BY results.number`)
    .iterate();
  await writeAtomic(join(directory, 'results.jsonl'), async (file) => {
    let written = 0;
    for (const row of rows) {
      file.write(`${JSON.stringify(resultLine(row as unknown as ResultRow))}\n`);
      if (++written % rowsATurn === 0) await nextTurn();
    }
  });
}

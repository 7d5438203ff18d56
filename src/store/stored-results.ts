import type { RunResults, TaskResult } from '../plan/run-results.ts';
import type { Database } from './sqlite.ts';

interface Row {
  readonly number: number;
  readonly status: NonNullable<TaskResult['status']> | 'queued';
  readonly agent: string | null;
  readonly route: string | null;
  readonly attempts: number;
  readonly duration_ms: number | null;
  readonly call_ms: number | null;
  readonly input_tokens: number | null;
  readonly cache_read_tokens: number | null;
  readonly cache_write_tokens: number | null;
  readonly output_tokens: number | null;
  readonly cost_nano_usd: number | null;
  readonly error_class: string | null;
  readonly error_message: string | null;
  readonly text: string | null;
}

const columns = `
  SELECT results.*, tasks.call_ms FROM results JOIN tasks ON tasks.task = results.number`;

/** What the tasks of a run have given, as its record has it. */
export function storedResults(database: Database): RunResults {
  const one = database.prepare(`${columns} WHERE results.number = ?`);
  return {
    of(task) {
      const row = one.get(task);
      if (row === undefined) throw new Error(`the plan has no task ${task}`);
      return resultOf(row as unknown as Row);
    },
    *all() {
      for (const row of database.prepare(`${columns} ORDER BY results.number`).iterate())
        yield resultOf(row as unknown as Row);
    },
  };
}

function resultOf(row: Row): TaskResult {
  const { error_class, error_message } = row;
  const input = row.input_tokens;
  return {
    task: row.number,
    status: row.status === 'queued' ? null : row.status,
    text: row.text,
    error: error_class === null ? null : `${error_class}: ${error_message ?? ''}`,
    agent: row.agent,
    route: row.route,
    attempts: row.attempts,
    durationMs: row.duration_ms,
    callMs: row.call_ms,
    inputTokens:
      input === null ? null : input + (row.cache_read_tokens ?? 0) + (row.cache_write_tokens ?? 0),
    outputTokens: row.output_tokens,
    costNanoUsd: row.cost_nano_usd,
  };
}

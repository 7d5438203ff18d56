import { usd } from '../cost/usd.ts';
import type { ResultLine } from '../report/result-line.ts';
import { jsonAnswer } from '../spec/json-answer.ts';
import { roleSchemas } from './role-schemas.ts';
import type { Database } from './sqlite.ts';

/** A row of the view `results`. */
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
  /** Of a task that an earlier run had answered: which, as JSON. */
  cached: string | null;
}

/**
 * The rows of the view in the order of the plan, with the attempts that were made of tasks that have
 * no end.
 *
 * @param of a condition on the number of the task
 */
const selectResults = (of: (number: string) => string) => `
  SELECT results.*, coalesce(made.attempts, results.attempts) AS attempts, ended.data AS cached
  FROM results
  LEFT JOIN tasks AS its ON its.task = results.number
  LEFT JOIN events AS ended ON ended.seq = its.ended_seq AND ended.type = 'task.cached'
  LEFT JOIN (
    SELECT task, count(*) AS attempts FROM attempts
    WHERE task IN (SELECT task FROM tasks WHERE status = 'queued' AND ${of('task')}) GROUP BY task
  ) AS made ON made.task = results.number
  WHERE ${of('results.number')} ORDER BY results.number`;

/** Every row, one held at a time. */
export function* readResults(database: Database): Generator<ResultLine> {
  const schemas = roleSchemas(database);
  for (const row of database.prepare(selectResults(() => 'TRUE')).iterate())
    yield resultLine(row as unknown as ResultRow, schemas);
}

/** The rows that have ended, one held at a time: what a run under way has given so far. */
export function* readEndedResults(database: Database): Generator<ResultLine> {
  const schemas = roleSchemas(database);
  const ended = (number: string) =>
    `${number} IN (SELECT task FROM tasks WHERE status <> 'queued')`;
  for (const row of database.prepare(selectResults(ended)).iterate())
    yield resultLine(row as unknown as ResultRow, schemas);
}

/** The first rows that are done of these roles, in the order of the plan, one held at a time. */
export function* readFirstDone(
  database: Database,
  roles: readonly number[],
  most: number,
): Generator<ResultLine> {
  const schemas = roleSchemas(database);
  const select = selectResults(
    (number) => `${number} IN (SELECT task FROM tasks
      WHERE status = 'done' AND role IN (SELECT value FROM json_each(?1)) ORDER BY task LIMIT ?2)`,
  );
  for (const row of database.prepare(select).iterate(JSON.stringify(roles), most))
    yield resultLine(row as unknown as ResultRow, schemas);
}

/**
 * The rows of these tasks, in the order of the plan.
 *
 * @param schemas by the name of the role: answers of others are not parsed
 */
export function readResultsOf(
  database: Database,
  tasks: readonly number[],
  schemas: ReadonlyMap<string, unknown>,
): ResultLine[] {
  const select = selectResults((number) => `${number} IN (SELECT value FROM json_each(?1))`);
  const rows = database.prepare(select).all(JSON.stringify(tasks));
  return rows.map((row) => resultLine(row as unknown as ResultRow, schemas));
}

/** A task that has no end, the run having been stopped before, is `cancelled`. */
function resultLine(row: ResultRow, schemas: ReadonlyMap<string, unknown>): ResultLine {
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
    ...(row.cached === null ? {} : { cached: cachedOf(row.cached) }),
    ...(schemas.has(row.role) ? outputOf(row.text) : {}),
  };
}

function cachedOf(data: string): ResultLine['cached'] {
  const { run, source }: { run: string; source: string } = JSON.parse(data);
  return { run, task: source };
}

/** What a field `output` holds: it was valid when the task was done. */
export function outputOf(text: string | null): { readonly output?: unknown } {
  const answer = text === null ? null : jsonAnswer(text);
  return answer?.ok ? { output: answer.value } : {};
}

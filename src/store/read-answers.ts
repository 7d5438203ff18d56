import { outputOf } from './result-rows.ts';
import type { Database } from './sqlite.ts';

/** What a task gave. */
export interface TaskAnswer {
  readonly id: string;
  readonly status: string;
  /** The answer; null where there is none. */
  readonly text: string | null;
  /** Why there is none; null where there is one, or where the task has not ended. */
  readonly error: string | null;
  /** The answer parsed; left out unless it is one that matches a schema. */
  readonly output?: unknown;
}

/**
 * What these tasks gave, in their order; those that the plan does not have are left out.
 *
 * @param schemas by the name of the role: answers of others are not parsed
 */
export function readAnswers(
  database: Database,
  tasks: readonly number[],
  schemas: ReadonlyMap<string, unknown>,
): TaskAnswer[] {
  const read = database.prepare(
    'SELECT id, role, status, text, error_class, error_message FROM results WHERE number = ?',
  );
  return tasks.flatMap((task) => {
    const row = read.get(task);
    if (row === undefined) return [];
    const { id, role, status, error_class, error_message } = row;
    const text = row.text === null ? null : String(row.text);
    const error = error_class === null ? null : `${error_class}: ${error_message}`;
    const output = schemas.has(String(role)) ? outputOf(text) : {};
    return [{ id: String(id), status: String(status), text, error, ...output }];
  });
}

import { join } from 'node:path';
import type { TaskRecord } from '../state/task-record.ts';
import { readOpenAttempts } from './run-reader.ts';
import { openForReading } from './sqlite.ts';
import { TaskReader } from './task-reader.ts';

/**
 * A task of a run that nobody writes any more; null where its plan has none of this number. Nothing
 * stays open.
 *
 * @param inFlight its call was under way when the process died: then its attempt is in the log alone
 */
export function readTask(directory: string, task: number, inFlight: boolean): TaskRecord | null {
  const database = openForReading(join(directory, 'run.db'));
  try {
    const open = inFlight
      ? readOpenAttempts(database).find((attempt) => attempt.task === task)
      : undefined;
    return new TaskReader(database).read(task, open ?? null);
  } finally {
    database.close();
  }
}

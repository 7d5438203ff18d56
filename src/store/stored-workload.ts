import type { Workload } from '../spec/work/workload.ts';
import type { Database } from './sqlite.ts';

/** Keeps what the plan was made of, for a resume to make it of the same; of prompts the tasks are enough. */
export function writeWorkload(database: Database, workload: Workload): void {
  if (workload.kind === 'prompts') return;
  database.prepare("INSERT INTO meta VALUES ('workload', ?)").run(JSON.stringify(workload));
}

/** Null of prompts. */
export function readWorkload(database: Database): Workload | null {
  const row = database.prepare("SELECT value FROM meta WHERE key = 'workload'").get();
  return row === undefined ? null : JSON.parse(String(row.value));
}

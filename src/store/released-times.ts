import type { Database } from './sqlite.ts';

/**
 * When tasks that had waited for others came into the queue (run time, ms), by task: of those that were
 * begun, the last time before that. Empty where no task of the run waits for another.
 */
export function releasedTimes(database: Database): ReadonlyMap<number, number> {
  const rows = database
    .prepare(`
      SELECT begun.task, max(events.t) AS t
      FROM events, json_each(events.data, '$.tasks') AS released
        JOIN (SELECT task, min(started_t) AS t FROM attempts GROUP BY task) AS begun
          ON begun.task = released.value
      WHERE events.type = 'tasks.released' AND events.t <= begun.t
      GROUP BY begun.task`)
    .iterate() as unknown as Iterable<{ task: number; t: number }>;
  const times = new Map<number, number>();
  for (const { task, t } of rows) times.set(task, t);
  return times;
}

/** The same of one task that was begun then; null where it is not known. */
export function releasedT(database: Database, task: number, begunT: number): number | null {
  const row = database
    .prepare(`
      SELECT max(events.t) AS t FROM events, json_each(events.data, '$.tasks') AS released
      WHERE events.type = 'tasks.released' AND released.value = ? AND events.t <= ?`)
    .get(task, begunT);
  return row?.t === undefined || row.t === null ? null : Number(row.t);
}

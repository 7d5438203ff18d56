import { cacheableRoles } from '../spec/cacheable.ts';
import type { Metrics } from './metrics-schema.ts';
import { share } from './route-metrics.ts';
import { readRecord } from './run-reader.ts';
import type { Database } from './sqlite.ts';

/** What was answered from earlier runs. A task that was sent first had been looked for in vain. */
export function cacheMetrics(database: Database): Metrics['cache'] {
  const { spec } = readRecord(database);
  const cached = "SELECT task FROM events WHERE type = 'task.cached'";
  const count = (sql: string, ...of: string[]) =>
    Number(database.prepare(sql).get(...of)?.count ?? 0);
  const hits = count(`SELECT count(*) AS count FROM (${cached})`);
  const roles = spec.cache?.use === true ? cacheableRoles(spec) : [];
  const misses =
    roles.length === 0
      ? 0
      : count(
          `SELECT count(DISTINCT task) AS count FROM events JOIN tasks USING (task)
          WHERE type = 'task.started' AND role IN (SELECT value FROM json_each(?))
            AND task NOT IN (${cached})`,
          JSON.stringify(roles),
        );
  const lookups = hits + misses;
  return { hits, lookups, hit_rate: share(hits, lookups) };
}

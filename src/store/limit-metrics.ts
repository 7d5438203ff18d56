import { limitWords } from '../state/binding-words.ts';
import { BoundHistory } from '../state/bound-history.ts';
import type { BindingName } from '../state/events.ts';
import type { Metrics } from './metrics-schema.ts';
import type { Database } from './sqlite.ts';

/** What is no limit: the operator's own pause, the end of the work, and back-offs, which stand in retries. */
const noLimit: ReadonlySet<BindingName> = new Set(['you', 'work', 'retry']);

/** What kept the next task from being sent, over the whole run; from its samples. */
export function limitMetrics(database: Database): Pick<Metrics, 'limit_waits' | 'limited_by'> {
  const bounds = new BoundHistory();
  const rows = database
    .prepare(`
      SELECT t, type, json_extract(data, '$.bounds') AS bounds FROM events
      WHERE type IN ('run.started', 'run.resumed', 'sample') ORDER BY seq`)
    .iterate();
  for (const { t, type, bounds: told } of rows) {
    if (type === 'sample') bounds.sample(Number(t), told === null ? [] : JSON.parse(String(told)));
    else bounds.begin(Number(t));
  }
  const routes = database.prepare('SELECT name FROM routes ORDER BY route').all();
  const limits = bounds.all().filter(({ by, seconds }) => !noLimit.has(by) && seconds > 0);
  const waits: Metrics['limit_waits'] = { count: 0, seconds: 0, by_limit: {} };
  for (const { by, seconds, count } of limits) {
    // It held the run, and nothing waited that a limit could have let pass.
    if (by === 'needs') continue;
    waits.by_limit[by] ??= { count: 0, seconds: 0 };
    for (const sum of [waits, waits.by_limit[by]]) {
      sum.count += count;
      sum.seconds += seconds;
    }
  }
  return {
    limit_waits: waits,
    limited_by: limits.map(({ by, route, detail, seconds, count }) => {
      const name = route < 0 ? null : String(routes[route]?.name ?? route);
      return { limit: limitWords(by, name, detail), by, count, seconds };
    }),
  };
}

import type { RouteMetrics } from './metrics-schema.ts';
import type { Database } from './sqlite.ts';

interface RouteRow {
  route: number;
  done: number;
  ended: number;
  warm: number;
  sent: number;
  output_tokens: number;
}

interface BreakerRow {
  route: number;
  state: RouteMetrics['breaker']['state'];
  trips: number;
  /** 1 if it is of the last session: each begins with its breakers closed. */
  live: number;
}

interface TimesRow {
  route: number;
  calls: number;
  warm: number;
  output_tokens: number;
  output_ms: number;
}

/** What the servers said of their own times, by route. */
function serverTimes(database: Database): Map<number, TimesRow> {
  const rows = database
    .prepare(`
      SELECT data ->> 'route' AS route, sum(data ->> 'calls') AS calls, sum(data ->> 'warm') AS warm,
        sum(data ->> 'outputTokens') AS output_tokens, total(data ->> 'outputMs') AS output_ms
      FROM events WHERE type = 'model.timed' GROUP BY 1`)
    .all() as unknown as TimesRow[];
  return new Map(rows.map((row) => [row.route, row]));
}

/** The figures of every route of the run. `workedMs` is the time that the run ran. */
export function routeMetrics(database: Database, workedMs: number): RouteMetrics[] {
  const rows = new Map<number, RouteRow>();
  for (const row of database
    .prepare(`
      SELECT route, sum(outcome IN ('done', 'turn')) AS done,
        sum(outcome IN ('done', 'turn', 'retrying', 'failed', 'poison')) AS ended, count(sent_t) AS sent,
        sum(sent_t IS NOT NULL AND connect_ms = 0) AS warm, total(output_tokens) AS output_tokens
      FROM attempts GROUP BY route`)
    .iterate() as unknown as Iterable<RouteRow>) {
    rows.set(row.route, row);
  }
  // Counted by the events: a call that is under way has no row in attempts yet.
  const requests = new Map<number, number>();
  for (const { route, count } of database
    .prepare(
      "SELECT route, count(*) AS count FROM events WHERE type = 'task.started' GROUP BY route",
    )
    .iterate()) {
    requests.set(Number(route), Number(count));
  }
  const breakers = new Map<number, BreakerRow>();
  for (const row of database
    .prepare(`
      SELECT json_extract(data, '$.route') AS route, json_extract(data, '$.to') AS state,
        json_extract(data, '$.trips') AS trips,
        seq > (SELECT coalesce(max(seq), 0) FROM events WHERE type = 'run.resumed') AS live
      FROM events WHERE type = 'breaker.changed' ORDER BY seq`)
    .iterate() as unknown as Iterable<BreakerRow>) {
    breakers.set(row.route, row);
  }
  const times = serverTimes(database);
  return database
    .prepare('SELECT route, name FROM routes ORDER BY route')
    .all()
    .map(({ route, name }) => {
      const row = rows.get(Number(route));
      const breaker = breakers.get(Number(route));
      const time = times.get(Number(route));
      const successRate = share(row?.done, row?.ended);
      return {
        route: String(name),
        requests: requests.get(Number(route)) ?? 0,
        success_rate: successRate,
        warm_hit_rate: share(row?.warm, row?.sent),
        tokens_per_second: perSecond(row?.output_tokens ?? 0, workedMs),
        model_warm_rate: share(time?.warm, time?.calls),
        model_tokens_per_second: time?.output_ms
          ? perSecond(time.output_tokens, time.output_ms)
          : null,
        breaker: {
          state: breaker?.live === 1 ? breaker.state : 'closed',
          trips: breaker?.trips ?? 0,
          success_rate: successRate,
        },
      };
    });
}

/** A part of a whole, 0 to 1; null where there is no whole. */
export function share(part: number | undefined, whole: number | undefined): number | null {
  return whole === undefined || whole === 0 ? null : (part ?? 0) / whole;
}

/** A count over a time in ms, per second; 0 where no time has passed. */
export function perSecond(count: number, ms: number): number {
  return ms > 0 ? (count * 1000) / ms : 0;
}

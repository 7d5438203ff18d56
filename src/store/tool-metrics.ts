import type { Metrics } from './metrics-schema.ts';
import type { Database } from './sqlite.ts';

/** The calls of tools that have ended, as a whole and by tool, the most called first. */
export function toolMetrics(database: Database): Metrics['tools'] {
  const rows = database
    .prepare(`
      SELECT data ->> 'tool' AS tool, count(*) AS calls,
        count(*) FILTER (WHERE data ->> 'failure' IS NOT NULL) AS failures,
        total(data ->> 'durationMs') / 1000 AS seconds
      FROM events WHERE type = 'tool.finished' GROUP BY 1 ORDER BY 2 DESC, 1`)
    .all();
  const tools: Metrics['tools'] = { calls: 0, failures: 0, seconds: 0, by_tool: {} };
  for (const row of rows) {
    const of = {
      calls: Number(row.calls),
      failures: Number(row.failures),
      seconds: Number(row.seconds),
    };
    tools.by_tool[String(row.tool)] = of;
    tools.calls += of.calls;
    tools.failures += of.failures;
    tools.seconds += of.seconds;
  }
  return tools;
}

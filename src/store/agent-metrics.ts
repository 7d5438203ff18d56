import { usd } from '../cost/usd.ts';
import type { AgentMetrics } from './metrics-schema.ts';
import { readRecord } from './run-reader.ts';
import type { Database } from './sqlite.ts';

interface AgentRow {
  agent: number;
  processed: number;
  failed: number;
  average_ms: number | null;
  tokens: number;
  cost_nano_usd: number;
  unpriced: number;
}

/** The figures of every agent of every role, those that had no task too. */
export function agentMetrics(database: Database): AgentMetrics[] {
  const rows = new Map<number, AgentRow>();
  for (const row of database
    .prepare(`
      SELECT agent, sum(status = 'done') AS processed,
        sum(status IN ('failed', 'poison')) AS failed,
        avg(duration_ms) FILTER (WHERE status = 'done') AS average_ms,
        total(input_tokens) + total(cache_read_tokens) + total(cache_write_tokens)
          + total(output_tokens) AS tokens,
        total(cost_nano_usd) AS cost_nano_usd,
        sum(input_tokens IS NOT NULL AND cost_nano_usd IS NULL) AS unpriced
      FROM tasks WHERE agent IS NOT NULL GROUP BY agent`)
    .iterate() as unknown as Iterable<AgentRow>) {
    rows.set(row.agent, row);
  }
  const callMs = new Map<number, number>();
  for (const { agent, ms } of database
    .prepare('SELECT agent, sum(ended_t - started_t) AS ms FROM attempts GROUP BY agent')
    .iterate()) {
    callMs.set(Number(agent), Number(ms));
  }
  const unhealthy = new Set<number>();
  // With max() alone SQLite takes the other columns from the row of the maximum:
  // https://www.sqlite.org/lang_select.html#bareagg
  for (const { agent, status } of database
    .prepare(`
      SELECT agent, status, max(ended_seq) FROM tasks
      WHERE agent IS NOT NULL AND status IN ('done', 'failed', 'poison') GROUP BY agent`)
    .iterate()) {
    if (status !== 'done') unhealthy.add(Number(agent));
  }

  const { roles } = readRecord(database).spec;
  const metrics: AgentMetrics[] = [];
  for (const { agent: key, number, name, role } of database
    .prepare(
      'SELECT agent, number, name, role FROM agents JOIN roles USING (role) ORDER BY role, number',
    )
    .iterate()) {
    const agent = Number(key);
    const row = rows.get(agent);
    metrics.push({
      agent: `${name}_${number}`,
      role: String(name),
      tier: roles[Number(role)].tier ?? null,
      processed: row?.processed ?? 0,
      failed: row?.failed ?? 0,
      api_time_seconds: (callMs.get(agent) ?? 0) / 1000,
      average_duration: row?.average_ms == null ? null : row.average_ms / 1000,
      tokens: row?.tokens ?? 0,
      cost_usd: row === undefined || row.unpriced === 0 ? usd(row?.cost_nano_usd ?? 0) : null,
      healthy: !unhealthy.has(agent),
    });
  }
  return metrics;
}

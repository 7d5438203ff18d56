import { usd } from '../cost/usd.ts';
import { agentMetrics } from './agent-metrics.ts';
import { alertMetrics } from './alert-metrics.ts';
import { cacheMetrics } from './cache-metrics.ts';
import { limitMetrics } from './limit-metrics.ts';
import type { Metrics } from './metrics-schema.ts';
import { attemptPercentiles } from './percentiles.ts';
import { phaseMetrics } from './phase-metrics.ts';
import { poisonMetrics } from './poison-metrics.ts';
import { readProcessFigures } from './process-figures.ts';
import { perSecond, routeMetrics, share } from './route-metrics.ts';
import { readGateHolds, readRunTimes } from './run-times.ts';
import type { Database } from './sqlite.ts';
import { toolMetrics } from './tool-metrics.ts';
import { workflowMetrics } from './workflow-metrics.ts';

/** One row of numbers; SQL's NULL stays null. */
function numbers<Name extends string>(
  database: Database,
  sql: string,
): Record<Name, number | null> {
  return database.prepare(sql).get() as unknown as Record<Name, number | null>;
}

/** Reads the metrics of a run as it stands; see `metrics-schema.ts` for what each figure means. */
export function runMetrics(database: Database, now = new Date()): Metrics {
  const times = readRunTimes(database);
  const holds = readGateHolds(database, times.endT);
  const agents = agentMetrics(database);
  const tasks = taskTotals(database);
  const calls = callTotals(database);
  const used = usageTotals(database);
  const money = boundTotals(database);
  const process = readProcessFigures(database);
  const done = tasks.done ?? 0;
  const poison = poisonMetrics(database);
  const tools = toolMetrics(database);
  const failed = (tasks.failed ?? 0) + poison.count;
  const throughput = perSecond(done, times.workedMs);
  return {
    timestamp: now.toISOString(),
    total_agents: agents.length,
    successful_agents: agents.filter((agent) => agent.processed > 0 && agent.failed === 0).length,
    failed_agents: agents.filter((agent) => agent.failed > 0).length,
    success_rate: share(done, done + failed),
    failure_rate: share(failed, done + failed),
    total_messages_sent: calls.sentMessages ?? 0,
    total_messages_received: calls.done ?? 0,
    total_chunks_processed: tasks.chunks ?? 0,
    total_duration: times.workedMs / 1000,
    average_duration: tasks.averageMs === null ? null : tasks.averageMs / 1000,
    min_duration: tasks.minMs === null ? null : tasks.minMs / 1000,
    max_duration: tasks.maxMs === null ? null : tasks.maxMs / 1000,
    throughput: `${Number(throughput.toFixed(2))} agents/second`,
    throughput_per_second: throughput,
    calls: calls.calls ?? 0,
    latency_ms: attemptPercentiles(database, 'call_ms'),
    first_token_ms: attemptPercentiles(database, 'first_token_ms'),
    cache: cacheMetrics(database),
    retries: {
      count: calls.retried ?? 0,
      by_class: countsByClass(database, "'task.retrying'"),
      wait_seconds: (calls.waitMs ?? 0) / 1000,
    },
    errors: countsByClass(
      database,
      "'task.retrying', 'turn.failed', 'task.failed', 'task.poisoned'",
    ),
    poison,
    ...limitMetrics(database),
    throttled: timesThrottled(database),
    seconds_by_phase: phaseMetrics(database, times, holds, tools.seconds),
    tools,
    usage: {
      input_tokens: used.input ?? 0,
      cache_read_tokens: used.cacheRead ?? 0,
      cache_write_tokens: used.cacheWrite ?? 0,
      output_tokens: used.output ?? 0,
      estimated: used.estimated === 1,
    },
    cost_usd: (used.unpriced ?? 0) > 0 ? null : usd(used.costNanoUsd ?? 0),
    uncertain_usd: money.unbounded === 1 ? null : usd(money.uncertain ?? 0),
    excess_usd: usd(money.excess ?? 0),
    peak_concurrency: peakConcurrency(database),
    alerts: alertMetrics(database),
    workflows: workflowMetrics(database),
    process: {
      cpu_seconds: process.cpuSeconds,
      peak_rss_bytes: process.peakRssBytes,
      peak_open_sockets: peakOpenSockets(database),
      bytes_in: process.bytesIn,
      bytes_out: process.bytesOut,
    },
    per_agent: agents,
    per_route: routeMetrics(database, times.workedMs),
  };
}

const chunks = `sum(pieces) FILTER (WHERE status = 'done' AND messages NOT LIKE '[["text"%')`;

function taskTotals(database: Database) {
  // A run of before, that is only looked at, read nothing in pieces.
  const { user_version: version } = database.prepare('PRAGMA user_version').get() ?? {};
  const hasPieces = Number(version) >= 3;
  return numbers<'done' | 'failed' | 'chunks' | 'averageMs' | 'minMs' | 'maxMs'>(
    database,
    `SELECT count(*) FILTER (WHERE status = 'done') AS done,
      count(*) FILTER (WHERE status = 'failed') AS failed,
      ${hasPieces ? chunks : 0} AS chunks,
      avg(duration_ms) FILTER (WHERE status = 'done') AS averageMs,
      min(duration_ms) FILTER (WHERE status = 'done') AS minMs,
      max(duration_ms) FILTER (WHERE status = 'done') AS maxMs
    FROM tasks`,
  );
}

/** What the calls took that ended well: a task can have several, and fail after some. */
function usageTotals(database: Database) {
  return numbers<
    'input' | 'cacheRead' | 'cacheWrite' | 'output' | 'estimated' | 'costNanoUsd' | 'unpriced'
  >(
    database,
    `SELECT sum(input_tokens) AS input, sum(cache_read_tokens) AS cacheRead,
      sum(cache_write_tokens) AS cacheWrite, sum(output_tokens) AS output,
      max(usage_estimated) AS estimated, sum(cost_nano_usd) AS costNanoUsd,
      count(*) FILTER (WHERE cost_nano_usd IS NULL) AS unpriced
    FROM attempts WHERE outcome IN ('done', 'turn')`,
  );
}

/**
 * What was set aside for a call against what became of it: the same sums as the fold makes. A call
 * that has not ended has no row in attempts; what it may cost is not known yet.
 */
function boundTotals(database: Database) {
  return numbers<'uncertain' | 'excess' | 'unbounded'>(
    database,
    `SELECT
      sum(CASE
        WHEN a.uncertain OR (a.outcome IN ('done', 'turn') AND a.cost_nano_usd IS NULL) THEN e.nano_usd
        WHEN a.outcome IN ('done', 'turn') AND a.usage_estimated THEN max(0, e.nano_usd - a.cost_nano_usd)
      END) AS uncertain,
      sum(max(0, a.cost_nano_usd - e.nano_usd))
        FILTER (WHERE e.nano_usd > 0 AND NOT a.usage_estimated) AS excess,
      max(e.nano_usd IS NULL AND (a.uncertain OR a.outcome IN ('done', 'turn'))) AS unbounded
    FROM attempts AS a JOIN events AS e ON e.seq = a.started_seq`,
  );
}

function timesThrottled(database: Database): number {
  const { times } = numbers<'times'>(
    database,
    `SELECT count(*) AS times FROM events
    WHERE type = 'limit.adapted' AND data ->> 'to' < data ->> 'from'`,
  );
  return times ?? 0;
}

/** Calls are counted by the events: one that is under way has no row in attempts yet. */
function callTotals(database: Database) {
  return numbers<'calls' | 'done' | 'retried' | 'waitMs' | 'sentMessages'>(
    database,
    `SELECT
      (SELECT count(*) FROM events WHERE type = 'task.started') AS calls,
      (SELECT sum(json_array_length(messages)) FROM events JOIN tasks USING (task)
        WHERE type = 'call.sent') AS sentMessages,
      (SELECT count(*) FROM attempts WHERE outcome IN ('done', 'turn')) AS done,
      (SELECT count(*) FROM attempts WHERE outcome = 'retrying') AS retried,
      (SELECT sum(wait_ms) FROM attempts) AS waitMs`,
  );
}

/** From the events, not the attempts: a task can also fail while it backs off. */
function countsByClass(database: Database, types: string): Record<string, number> {
  const rows = database
    .prepare(`
      SELECT json_extract(data, '$.class') AS class, count(*) AS count FROM events
      WHERE type IN (${types}) GROUP BY 1 ORDER BY 2 DESC, 1`)
    .all();
  return Object.fromEntries(rows.map((row) => [String(row.class), Number(row.count)]));
}

/** Most attempts at one time; one that ends as another begins makes room for it. */
function peakConcurrency(database: Database): number {
  const { peak } = numbers<'peak'>(
    database,
    `SELECT max(running) AS peak FROM (
      SELECT sum(step) OVER (ORDER BY t, step ROWS UNBOUNDED PRECEDING) AS running FROM (
        SELECT t, 1 AS step FROM events WHERE type = 'task.started'
        UNION ALL SELECT ended_t, -1 FROM attempts))`,
  );
  return peak ?? 0;
}

function peakOpenSockets(database: Database): number {
  const { peak } = numbers<'peak'>(
    database,
    "SELECT max(json_extract(data, '$.openSockets')) AS peak FROM events WHERE type = 'sample'",
  );
  return peak ?? 0;
}

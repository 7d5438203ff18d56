import type { Percentiles } from './metrics-schema.ts';
import type { Database } from './sqlite.ts';

/**
 * Percentiles of a column of `attempts`, by nearest rank: the smallest value that so many percent of
 * all values do not exceed. Exact, from one sorted pass.
 */
export function attemptPercentiles(
  database: Database,
  column: 'call_ms' | 'first_token_ms',
): Percentiles {
  const size = Number(
    database.prepare(`SELECT count(${column}) AS size FROM attempts`).get()!.size,
  );
  const select = (share: number): { rank: number; value: number | null } => ({
    rank: Math.max(1, Math.ceil(share * size)),
    value: null,
  });
  const p50 = select(0.5);
  const p90 = select(0.9);
  const p95 = select(0.95);
  const p99 = select(0.99);
  let rank = 0;
  for (const { value } of database
    .prepare(`SELECT ${column} AS value FROM attempts WHERE ${column} IS NOT NULL ORDER BY 1`)
    .iterate()) {
    rank++;
    for (const percentile of [p50, p90, p95, p99]) {
      if (percentile.rank === rank) percentile.value = Number(value);
    }
    if (rank === p99.rank) break;
  }
  return { p50: p50.value, p90: p90.value, p95: p95.value, p99: p99.value };
}

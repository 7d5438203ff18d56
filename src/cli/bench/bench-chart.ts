import { table } from '../runs-format.ts';
import { rate } from './bench-words.ts';
import type { Measured } from './measured.ts';

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const cells = 22;

/** A bar of up to `cells` columns, to an eighth of one, or to a whole one where there is ASCII alone. */
function bar(value: number, most: number, unicode: boolean): string {
  const length = most > 0 ? (value / most) * cells : 0;
  // What there is a little of is not shown as nothing.
  if (!unicode) return '#'.repeat(value > 0 ? Math.max(1, Math.round(length)) : 0);
  const parts = value > 0 ? Math.max(1, Math.round(length * 8)) : 0;
  return '█'.repeat(Math.floor(parts / 8)) + eighths[parts % 8];
}

/** Throughput and latency over the levels, side by side: where the one stops growing the other begins to. */
export function benchChart(
  levels: readonly Measured[],
  knee: number | null,
  unicode: boolean,
): string {
  const mostCalls = Math.max(...levels.map(({ callsPerSecond }) => callsPerSecond));
  const mostMs = Math.max(...levels.map(({ latencyMs }) => latencyMs.p95 ?? 0));
  const columns = [
    { title: 'at once', right: true },
    { title: 'calls/s', right: true },
    { title: '' },
    { title: 'p95', right: true },
    { title: '' },
    { title: '' },
  ];
  const rows = levels.map((level) => [
    String(level.atOnce),
    rate(level.callsPerSecond),
    bar(level.callsPerSecond, mostCalls, unicode),
    milliseconds(level.latencyMs.p95),
    bar(level.latencyMs.p95 ?? 0, mostMs, unicode),
    level.atOnce === knee ? 'knee' : '',
  ]);
  return table(columns, rows);
}

/** `140 ms`, `2.31 s`, `41.0 s`. */
export function milliseconds(ms: number | null): string {
  if (ms === null) return '–';
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  return `${(ms / 1000).toFixed(ms < 9_995 ? 2 : 1)} s`;
}

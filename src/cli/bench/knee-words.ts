import { milliseconds } from './bench-chart.ts';
import { rate } from './bench-words.ts';
import type { Knee } from './knee.ts';
import type { Measured } from './measured.ts';

/**
 * Where the knee is, and why there, in lines of at most 80 columns.
 *
 * @param levels all that were measured
 */
export function kneeLines(
  { at, below, above }: Knee<Measured>,
  levels: readonly Measured[],
): string[] {
  if (above === null)
    return [
      `No knee up to ${at.atOnce} calls at once`,
      ...(below === null ? [] : [`  ${growth(below, at)}`]),
      `  More may bring more: try --levels ${[1, 2, 4].map((by) => at.atOnce * by).join()} --questions ${at.atOnce * 16}`,
    ];
  return [
    `Knee: ${at.atOnce === 1 ? 'one call at a time' : `${at.atOnce} calls at once`}`,
    ...(below === null ? [] : [`  ${growth(below, at)}`]),
    `  ${growth(at, above)}`,
    ...held(above),
    '  It is where throughput divided by response time is highest: twice as many',
    '  calls at once have to bring at least 1.41 times the throughput.',
    ...most(at, levels),
  ];
}

/** `4 → 8: 1.90 times the calls/s (4.10 → 7.80), p95 2.30 s → 2.41 s`. */
function growth(from: Measured, to: Measured): string {
  const { callsPerSecond: before } = from;
  const { callsPerSecond: after } = to;
  const grown = before > 0 ? `${(after / before).toFixed(2)} times the calls/s ` : '';
  const latency = `${milliseconds(from.latencyMs.p95)} → ${milliseconds(to.latencyMs.p95)}`;
  const words = `${from.atOnce} → ${to.atOnce}: ${grown}(${rate(before)} → ${rate(after)})`;
  return `${words}, p95 ${latency}${throttles(to)}`;
}

/** Who wants throughput alone, whatever the wait, is told where there is notably more. */
function most(at: Measured, levels: readonly Measured[]): string[] {
  const best = levels.reduce((a, b) => (b.callsPerSecond > a.callsPerSecond ? b : a));
  if (best.callsPerSecond < 1.1 * at.callsPerSecond) return [];
  return [`  The most throughput was at ${best.atOnce}: ${rate(best.callsPerSecond)} calls/s`];
}

function throttles({ throttled }: Measured): string {
  return throttled > 0 ? `, ${throttled} throttled` : '';
}

/** What held back the level above for a fifth of its time, where that is no matter of its calls at once. */
function held({ atOnce, metrics }: Measured): string[] {
  const [first] = metrics.limited_by.filter(({ by }) => by !== 'agents' && by !== 'concurrency');
  if (first === undefined || first.seconds < metrics.total_duration / 5) return [];
  const share = Math.min(100, Math.round((100 * first.seconds) / metrics.total_duration));
  return [`  At ${atOnce} it was held back for ${share} % of the time by ${first.limit}`];
}

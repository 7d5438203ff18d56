import type { RunOutcome } from '../../engine/engine-config.ts';
import type { Metrics } from '../../store/metrics-schema.ts';
import type { BenchStep } from './bench-plan.ts';

/** What one run of the benchmark came to; every figure is from its record. */
export interface Measured {
  readonly atOnce: number;
  readonly auto: boolean;
  readonly questions: number;
  readonly done: number;
  readonly failed: number;
  /** Every question was asked to its end: only then can its time be compared. */
  readonly complete: boolean;
  readonly durationMs: number;
  /** Calls that ended well, a second. */
  readonly callsPerSecond: number;
  /** Tokens of answers a second. */
  readonly tokensPerSecond: number;
  readonly latencyMs: { readonly p50: number | null; readonly p95: number | null };
  /** Calls that the service refused because there were too many (429). */
  readonly throttled: number;
  readonly costUsd: number | null;
  /** The most that calls may have cost beside that; null where a price is unknown. */
  readonly uncertainUsd: number | null;
  readonly metrics: Metrics;
  readonly outcome: RunOutcome;
}

/** @param tasks the questions of the run by their ends */
export function measured(
  { atOnce, auto }: Pick<BenchStep, 'atOnce' | 'auto'>,
  metrics: Metrics,
  outcome: RunOutcome,
  tasks: { readonly total: number; readonly done: number; readonly failed: number },
): Measured {
  const seconds = metrics.total_duration;
  const perSecond = (amount: number) => (seconds > 0 ? amount / seconds : 0);
  const { p50, p95 } = metrics.latency_ms;
  return {
    atOnce,
    auto,
    questions: tasks.total,
    done: tasks.done,
    failed: tasks.failed,
    complete: tasks.done + tasks.failed === tasks.total,
    durationMs: seconds * 1000,
    callsPerSecond: perSecond(metrics.total_messages_received),
    tokensPerSecond: perSecond(metrics.usage.output_tokens),
    latencyMs: { p50, p95 },
    throttled: metrics.errors['rate-limited'] ?? 0,
    costUsd: metrics.cost_usd,
    uncertainUsd: metrics.uncertain_usd,
    metrics,
    outcome,
  };
}

import { usd } from '../../cost/usd.ts';
import type { Span } from '../../plan/estimate.ts';
import { version } from '../version.ts';
import type { BenchResult } from './bench-result.ts';
import type { Measured } from './measured.ts';

/**
 * A benchmark for machines, named as metrics.json is: durations in seconds but where the name says ms,
 * shares 0 to 1, money in US dollars and null where a price is unknown.
 */
export function benchJson(result: BenchResult): object {
  const { plan, sequential, parallel, comparison, levels, knee } = result;
  const { spec } = plan.sequential;
  return {
    version: 1,
    swarmdeck: version(),
    started_at: result.startedAt,
    routes: spec.routes.map(({ name }) => name),
    preset: spec.preset,
    simulated: result.simulated,
    questions: { count: plan.questions.items.length, source: plan.questions.source },
    sequential: sequential && runJson(sequential),
    parallel: parallel && runJson(parallel),
    comparison: comparison && {
      speed_up: comparison.speedUp,
      saved_seconds: comparison.savedMs / 1000,
      saved_share: comparison.savedShare,
    },
    levels: levels.map(runJson),
    knee: knee && {
      at_once: knee.at.atOnce,
      calls_per_second: knee.at.callsPerSecond,
      /** The highest level that was measured: the real one may lie beyond it. */
      is_highest_level: knee.above === null,
      method: 'power: calls per second squared, divided by calls at once',
    },
    calls: result.calls,
    cost_usd: result.costUsd,
    estimated_cost_usd:
      result.estimateNanoUsd && Object.fromEntries(spanUsd(result.estimateNanoUsd)),
    budget_usd: plan.budgetUsd,
    ended: result.ended,
    exit_code: result.exitCode,
  };
}

function spanUsd(span: Span): [string, number][] {
  return (['low', 'expected', 'high'] as const).map((end) => [end, usd(Math.round(span[end]))]);
}

function runJson({ metrics, ...run }: Measured): object {
  return {
    at_once: run.atOnce,
    auto: run.auto,
    questions: run.questions,
    done: run.done,
    failed: run.failed,
    complete: run.complete,
    duration_seconds: run.durationMs / 1000,
    calls_per_second: run.callsPerSecond,
    tokens_per_second: run.tokensPerSecond,
    latency_ms: metrics.latency_ms,
    first_token_ms: metrics.first_token_ms,
    throttled: run.throttled,
    errors: metrics.errors,
    retries: metrics.retries.count,
    calls: metrics.calls,
    peak_concurrency: metrics.peak_concurrency,
    usage: metrics.usage,
    cost_usd: run.costUsd,
    uncertain_usd: run.uncertainUsd,
    seconds_by_phase: metrics.seconds_by_phase,
    limited_by: metrics.limited_by,
  };
}

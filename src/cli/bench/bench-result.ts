import type { Span } from '../../plan/estimate.ts';
import type { BenchPlan, BenchStep } from './bench-plan.ts';
import { findKnee, type Knee } from './knee.ts';
import type { Measured } from './measured.ts';

/** What a benchmark came to, also one that was stopped before its end. */
export interface BenchResult {
  readonly startedAt: string;
  readonly plan: BenchPlan;
  /** Nobody was billed for a call. */
  readonly simulated: boolean;
  readonly estimateNanoUsd: Span | null;
  readonly sequential: Measured | null;
  readonly parallel: Measured | null;
  /** Null where one of the two was not ended, or did nothing. */
  readonly comparison: Comparison | null;
  /** Each fixed number of calls at once that was measured to the end, the lowest first. */
  readonly levels: readonly Measured[];
  /** Null too where not every level was measured. */
  readonly knee: Knee<Measured> | null;
  /** US dollars of all calls, the warm-up's too; null where a price is unknown. */
  readonly costUsd: number | null;
  readonly calls: number;
  /** Why it ended before its time; null where it did not. */
  readonly ended: string | null;
  readonly exitCode: number;
}

/** Parallel against sequential. */
export interface Comparison {
  readonly speedUp: number;
  /** Negative where it took longer. */
  readonly savedMs: number;
  /** Of the time of the sequential run. */
  readonly savedShare: number;
}

/** The runs so far, each with the step that it was. */
export type MeasuredSteps = ReadonlyMap<BenchStep, Measured>;

/** @param exitCode of what ended it before its time; null where it came to its end */
export function benchResult(
  facts: Pick<BenchResult, 'startedAt' | 'plan' | 'simulated' | 'estimateNanoUsd' | 'ended'>,
  runs: MeasuredSteps,
  exitCode: number | null,
): BenchResult {
  const { plan } = facts;
  const all = [...runs.values()];
  const measured = (step: BenchStep) => runs.get(step) ?? null;
  const sequential = measured(plan.sequential);
  const parallel = measured(plan.parallel);
  const levels = plan.steps
    .map(measured)
    .filter((run) => run?.complete === true)
    .filter((run): run is Measured => run !== null && !run.auto)
    .toSorted((a, b) => a.atOnce - b.atOnce);
  const costs = all.map(({ costUsd }) => costUsd);
  return {
    ...facts,
    sequential,
    parallel,
    comparison: compared(sequential, parallel),
    levels,
    // Between levels that were not measured it could be anywhere.
    knee: facts.ended === null ? findKnee(levels) : null,
    costUsd: costs.reduce((sum, cost) => (sum === null || cost === null ? null : sum + cost), 0),
    calls: all.reduce((sum, { metrics }) => sum + metrics.calls, 0),
    exitCode: exitCode ?? (all.some(({ failed }) => failed > 0) ? 1 : 0),
  };
}

function compared(sequential: Measured | null, parallel: Measured | null): Comparison | null {
  if (!sequential?.complete || !parallel?.complete) return null;
  if (sequential.done === 0 || parallel.done === 0) return null;
  const savedMs = sequential.durationMs - parallel.durationMs;
  return {
    speedUp: sequential.durationMs / parallel.durationMs,
    savedMs,
    savedShare: savedMs / sequential.durationMs,
  };
}

import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { moneyWords } from '../../cost/money-words.ts';
import type { Environment } from '../../spec/environment.ts';
import type { ClosingSignals } from '../signals.ts';
import type { BenchPlan, BenchStep } from './bench-plan.ts';
import { BenchProgress } from './bench-progress.ts';
import { type BenchResult, benchResult } from './bench-result.ts';
import { atOnceWords } from './bench-words.ts';
import type { Measured } from './measured.ts';
import { runStep } from './run-step.ts';

/** The exit code of a run that its budget stopped. */
const budgetSpent = 3;

export interface BenchRun {
  readonly environment: Environment;
  /** Each run has a directory of its own inside. */
  readonly directory: string;
  readonly closing: Pick<ClosingSignals, 'signal' | 'exitCode'>;
  readonly yes: boolean;
  readonly stderr: Writable;
  readonly facts: Pick<BenchResult, 'simulated' | 'estimateNanoUsd'>;
}

/** An end before its time: what came to it, and what the process ends with. */
interface EarlyEnd {
  readonly reason: string;
  readonly exitCode: number;
}

/**
 * Runs the steps one after the other, none beside another, until all are run, the operator or the
 * budget stops them, or a route does nothing any more. What was measured is told in any case.
 */
export async function runSteps(plan: BenchPlan, bench: BenchRun): Promise<BenchResult> {
  const startedAt = new Date().toISOString();
  const progress = new BenchProgress(bench.stderr, plan.steps.length);
  const runs = new Map<BenchStep, Measured>();
  let end: EarlyEnd | null = null;
  for (const step of [plan.warmUp, ...plan.steps]) {
    const isWarmUp = step === plan.warmUp;
    const name = isWarmUp ? 'warm-up' : atOnceWords(step);
    end = endedBefore(bench) ?? spentBefore(plan, runs);
    if (end !== null) break;
    const run = await runStep(step, {
      directory: join(bench.directory, isWarmUp ? 'warm-up' : directoryName(plan, step)),
      environment: bench.environment,
      budgetUsd: leftUsd(plan, runs),
      stopped: bench.closing.signal,
      yes: bench.yes,
      onProgress: (snapshot) => progress.sample(name, snapshot),
      onWarning: (sentence) => progress.line(sentence),
    });
    runs.set(step, run);
    if (isWarmUp) progress.clear();
    else progress.ended(run);
    const { exitCode, reason, phase } = run.outcome;
    // 1 is that some failed, which is a result; all others end what follows too.
    if (exitCode > 1 || !run.complete) {
      const why = exitCode === budgetSpent ? budgetWords(plan) : (reason ?? phase);
      end = { exitCode, reason: `${name}: ${why}` };
      break;
    }
  }
  const facts = { ...bench.facts, startedAt, plan, ended: end?.reason ?? null };
  return benchResult(facts, runs, end?.exitCode ?? null);
}

function endedBefore({ closing }: BenchRun): EarlyEnd | null {
  if (!closing.signal.aborted) return null;
  return { reason: 'stopped by a signal', exitCode: closing.exitCode ?? 130 };
}

function spentBefore(plan: BenchPlan, runs: ReadonlyMap<BenchStep, Measured>): EarlyEnd | null {
  const left = leftUsd(plan, runs);
  if (left === null || left > 0) return null;
  return { reason: budgetWords(plan), exitCode: budgetSpent };
}

/** The run's own words are of what was left for it, and of a resume. */
function budgetWords({ budgetUsd }: BenchPlan): string {
  return `what is left of the budget of ${moneyWords((budgetUsd ?? 0) * 1e9)} is less than a call may cost`;
}

/** What calls may have cost and nobody has said is taken as spent. */
function leftUsd({ budgetUsd }: BenchPlan, runs: ReadonlyMap<BenchStep, Measured>): number | null {
  if (budgetUsd === null) return null;
  const spent = [...runs.values()].map(
    ({ costUsd, uncertainUsd }) => (costUsd ?? 0) + (uncertainUsd ?? 0),
  );
  return spent.reduce((left, each) => left - each, budgetUsd);
}

/** `sequential`, `parallel-10`, `level-4`. */
function directoryName({ sequential, parallel }: BenchPlan, step: BenchStep): string {
  if (step === sequential) return 'sequential';
  return `${step === parallel ? 'parallel' : 'level'}-${step.atOnce}`;
}

import { compilePlan } from '../../plan/compile-plan.ts';
import type { Environment } from '../../spec/environment.ts';
import type { RunSnapshot } from '../../state/snapshot.ts';
import { Session } from '../session.ts';
import { stopOnSignals } from '../signals.ts';
import type { BenchStep } from './bench-plan.ts';
import { type Measured, measured } from './measured.ts';

export interface StepSurroundings {
  readonly directory: string;
  readonly environment: Environment;
  /** Left of the budget; null is no cap. */
  readonly budgetUsd: number | null;
  /** Aborted where the operator has stopped the benchmark. */
  readonly stopped: AbortSignal;
  readonly yes: boolean;
  /** Told once a second. */
  onProgress(snapshot: RunSnapshot): void;
  onWarning(sentence: string): void;
}

/** Runs one step with the engine that every run has, and reads what it came to from its record. */
export async function runStep(step: BenchStep, around: StepSurroundings): Promise<Measured> {
  const { spec } = step;
  // Nobody who is told of runs is told of a measurement.
  const environment = { ...around.environment, BACKEND_URL: undefined };
  const budget = { ...spec.budget, usd: around.budgetUsd };
  const session = await Session.open({
    spec: { ...spec, budget, out: around.directory },
    plan: compilePlan(spec),
    environment,
    yes: around.yes,
    unlisted: true,
  });
  const letSignalsGo = stopOnSignals(session);
  session.engine.onEvent((event) => {
    if (event.type === 'sample') around.onProgress(session.snapshot());
  });
  session.engine.start();
  // A signal that came while it was being opened.
  if (around.stopped.aborted)
    session.command({ type: 'stop', mode: 'now', withinMs: 0 }, { by: 'SIGINT' });
  const { outcome, metrics, warning } = await session.finish().finally(letSignalsGo);
  if (warning !== null) around.onWarning(warning);
  return measured(step, metrics, outcome, session.snapshot().tasks);
}

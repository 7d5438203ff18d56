import type { Writable } from 'node:stream';
import { UsageError } from '../../spec/usage-error.ts';
import { asked, canAsk } from './bench-cost.ts';
import type { BenchOptions } from './bench-options.ts';
import type { BenchStep } from './bench-plan.ts';
import { saveStep } from './bench-presets.ts';
import type { BenchResult } from './bench-result.ts';

/**
 * Saves what was measured at the knee under the name that was given, or that the operator types. With
 * a knee that may lie beyond what was measured nobody is asked, and what was asked for is done.
 */
export async function offerPreset(
  { plan, knee, ended }: BenchResult,
  { savePreset, json, yes }: BenchOptions,
  stderr: Writable,
  stopped: AbortSignal,
): Promise<void> {
  const step = plan.steps.find(({ atOnce, auto }) => atOnce === knee?.at.atOnce && !auto);
  if (step === undefined) {
    if (savePreset !== undefined)
      stderr.write(`No preset ${savePreset} was saved: too little was measured for a knee\n`);
    return;
  }
  if (savePreset !== undefined) return save(savePreset, step, stderr);
  if (json || yes || ended !== null || knee?.above === null || !canAsk()) return;
  const name = await asked(
    `Keep ${step.atOnce} calls at once as a preset? Its name, or Enter for no: `,
    stopped,
  );
  if (name) await save(name, step, stderr);
}

/** The measurements stand: a name that will not do is no reason to end as if there were none. */
async function save(name: string, step: BenchStep, stderr: Writable): Promise<void> {
  try {
    const said = await saveStep(name, step);
    stderr.write(`${said}\nUse it with: swarmdeck run --preset ${name}\n`);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    stderr.write(`swarmdeck: ${error.message}\n`);
  }
}

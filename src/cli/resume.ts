import { loadEnvironment } from '../spec/environment.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import { UsageError } from '../spec/usage-error.ts';
import { findRun } from '../store/find-run.ts';
import { openRun } from '../store/open-run.ts';
import type { Streams } from './front-end.ts';
import type { ShowOptions } from './run-options.ts';
import { Session } from './session.ts';
import { chosenUi, showRun } from './show-run.ts';

export interface ResumeOptions extends ShowOptions {
  readonly concurrency?: string;
  readonly budget?: string;
  readonly set?: readonly string[];
}

/** `swarmdeck resume RUN`: goes on with what is not finished, in the same log. Gives the exit code. */
export async function resumeCommand(
  run: string,
  options: ResumeOptions,
  streams: Streams,
): Promise<number> {
  chosenUi(options);
  if (options.budget !== undefined)
    throw new UsageError('--budget: budgets are not in this version yet; leave it out');
  const opened = openRun(findRun(run));
  try {
    const spec = changed(opened.spec, options);
    const environment = loadEnvironment();
    const session = await Session.open({ spec, plan: opened.plan, environment, opened });
    return await showRun(session, options, streams);
  } finally {
    opened.store.close();
  }
}

function changed(spec: ResolvedSpec, options: ResumeOptions): ResolvedSpec {
  if (options.concurrency === undefined) return spec;
  const concurrency = Number(options.concurrency);
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new UsageError(`--concurrency ${options.concurrency}: expected a whole number from 1 up`);
  return { ...spec, concurrency: { min: concurrency, max: concurrency, auto: false } };
}

import { changeSpec } from '../spec/change-spec.ts';
import { type Environment, loadEnvironment } from '../spec/environment.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import { UsageError } from '../spec/usage-error.ts';
import { findRun } from '../store/find-run.ts';
import { openRun } from '../store/open-run.ts';
import { checkedSettings } from './checked-settings.ts';
import { showFinishedRun } from './finished-run.ts';
import type { Streams } from './front-end.ts';
import type { ShowOptions } from './run-options.ts';
import { Session } from './session.ts';
import { chosenUi, showRun } from './show-run.ts';

export interface ResumeOptions extends ShowOptions {
  readonly concurrency?: string;
  readonly budget?: string;
  readonly set?: readonly string[];
  /** What failed is done once more. */
  readonly failed?: boolean;
}

/** `swarmdeck resume RUN`: goes on with what is not finished, in the same log. Gives the exit code. */
export async function resumeCommand(
  run: string,
  options: ResumeOptions,
  streams: Streams,
): Promise<number> {
  const ui = chosenUi(options);
  if (ui === 'console') await checkedSettings();
  const opened = openRun(findRun(run));
  try {
    const spec = await changeSpec(opened.spec, options);
    const retryFailed = options.failed ?? false;
    const finished = await showFinishedRun(opened, ui, streams, retryFailed);
    if (finished !== null) return finished;
    const environment = loadEnvironment();
    needKeys(spec, environment);
    const session = await Session.open({
      spec,
      plan: opened.plan,
      environment,
      opened,
      interactive: ui === 'console',
      retryFailed,
    });
    return await showRun(session, options, streams);
  } finally {
    opened.store.close();
  }
}

/** The record names keys and holds none: they must be where they were. */
function needKeys({ routes }: ResolvedSpec, environment: Environment): void {
  for (const { name, key } of routes) {
    const variable = key?.replace(/^env:/, '');
    if (variable === undefined || environment[variable]) continue;
    throw new UsageError(
      `${variable} is not set, and the run began with it as the key of ${name}; set it in the environment or in .env`,
    );
  }
}

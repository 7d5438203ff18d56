import { type Environment, loadEnvironment } from '../spec/environment.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import { UsageError } from '../spec/usage-error.ts';
import type { OpenedRun } from '../store/open-run.ts';
import { Session } from './session.ts';

interface ResumeWish {
  /** Somebody is there to answer what the run asks. */
  readonly interactive: boolean;
  /** What failed for good is done once more. */
  readonly retryFailed: boolean;
  /** Its questions are answered with yes. */
  readonly yes?: boolean;
}

/**
 * A session that goes on with a run, from the command line as from the console.
 *
 * @throws UsageError where a key that the run began with is not there
 */
export async function resumeSession(
  opened: OpenedRun,
  spec: ResolvedSpec,
  wish: ResumeWish,
): Promise<Session> {
  const environment = loadEnvironment();
  needKeys(spec, environment);
  return Session.open({ spec, plan: opened.plan, environment, opened, ...wish });
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

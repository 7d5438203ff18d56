import type { LiveRun } from '../../../components/live-run.ts';
import { compilePlan } from '../../plan/compile-plan.ts';
import type { Environment } from '../../spec/environment.ts';
import type { ResolvedSpec } from '../../spec/resolved.ts';
import { type LiveSession, liveSession } from '../console-front-end.ts';
import { consoleRun } from '../console-run.ts';
import { Session } from '../session.ts';

/** A run that was begun at the launch screen. */
export interface BegunRun {
  readonly run: LiveRun;
  readonly session: LiveSession;
}

/**
 * Begins a run under a console that is open already.
 *
 * @param canary tasks after which it waits for a word; null is what the spec says
 */
export async function beginRun(
  spec: ResolvedSpec,
  canary: number | null,
  environment: Environment,
): Promise<BegunRun> {
  const session = await Session.open({
    spec: { ...spec, canary: canary ?? spec.canary },
    plan: compilePlan(spec),
    environment,
    interactive: true,
  });
  const live = liveSession(session);
  return { run: consoleRun(session), session: live };
}

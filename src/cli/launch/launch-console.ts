import { compilePlan } from '../../plan/compile-plan.ts';
import { loadEnvironment } from '../../spec/environment.ts';
import type { ResolvedSpec } from '../../spec/resolved.ts';
import { type LiveSession, liveSession, terminal } from '../console-front-end.ts';
import { consoleRun } from '../console-run.ts';
import { Session } from '../session.ts';
import { LaunchDesk } from './launch-desk.ts';

/** `swarmdeck` on a terminal: the console at its launch screen. Gives the exit code. */
export async function launchConsole(): Promise<number> {
  const environment = loadEnvironment();
  let live: LiveSession | null = null;
  const begin = async (spec: ResolvedSpec, canary: number | null) => {
    const session = await Session.open({
      spec: { ...spec, canary: canary ?? spec.canary },
      plan: compilePlan(spec),
      environment,
      interactive: true,
    });
    live = liveSession(session);
    return consoleRun(session);
  };
  const [desk, { openConsole }] = await Promise.all([
    LaunchDesk.open({ environment, begin }),
    import('../../../components/console.tsx'),
  ]);
  try {
    await openConsole({ launch: desk.choices(), ...terminal() });
  } finally {
    desk.close();
  }
  // TypeScript does not see that the function above has set it.
  return (live as LiveSession | null)?.leave() ?? 0;
}

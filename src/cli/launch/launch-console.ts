import { loadEnvironment } from '../../spec/environment.ts';
import type { ResolvedSpec } from '../../spec/resolved.ts';
import type { LiveSession } from '../console-front-end.ts';
import { terminal } from '../terminal-streams.ts';
import { LaunchDesk } from './launch-desk.ts';

/** `swarmdeck` on a terminal: the console at its launch screen. Gives the exit code. */
export async function launchConsole(): Promise<number> {
  const environment = loadEnvironment();
  let live: LiveSession | null = null;
  // What runs a run is loaded while the operator looks at the screen, which is up the sooner for it.
  const running = () => import('./begin-run.ts');
  const begin = async (spec: ResolvedSpec, canary: number | null) => {
    const { beginRun } = await running();
    const { run, session } = await beginRun(spec, canary, environment);
    live = session;
    return run;
  };
  const { loadConsole } = await import('../../../components/load-console.ts');
  const [desk, openConsole] = await Promise.all([
    LaunchDesk.open({ environment, begin }),
    loadConsole(process.env),
  ]);
  const loading = setTimeout(running, screenFirstMs);
  try {
    await openConsole({ launch: desk.choices(), ...terminal() });
  } finally {
    clearTimeout(loading);
    desk.close();
  }
  // TypeScript does not see that the function above has set it.
  return (live as LiveSession | null)?.leave() ?? 0;
}

const screenFirstMs = 600;

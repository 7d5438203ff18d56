import type { HistoryDesk } from '../../../components/history-desk.ts';
import { loadEnvironment } from '../../spec/environment.ts';
import type { ResolvedSpec } from '../../spec/resolved.ts';
import { closeOnSignals } from '../signals.ts';
import { terminal } from '../terminal-streams.ts';
import { LaunchDesk } from './launch-desk.ts';
import type { LaunchedRuns } from './launched-runs.ts';

const screenFirstMs = 600;

/** `swarmdeck` on a terminal: the console at its launch screen. Gives the exit code. */
export async function launchConsole(): Promise<number> {
  const environment = loadEnvironment();
  // What runs a run is loaded while the operator looks at the screen, which is up the sooner for it.
  let loaded: LaunchedRuns | null = null;
  const runs = async () => {
    const { LaunchedRuns } = await import('./launched-runs.ts');
    // From its first run on a signal stops that.
    loaded ??= new LaunchedRuns(
      () => leaving.abort(),
      () => closing.letGo(),
    );
    return loaded;
  };
  const begin = async (spec: ResolvedSpec, canary: number | null) =>
    (await runs()).begin(spec, canary, environment);
  const { loadConsole } = await import('../../../components/load-console.ts');
  const on = await terminal();
  const { countByService } = on.settings;
  const [desk, openConsole] = await Promise.all([
    LaunchDesk.open({ environment, begin, countByService }),
    loadConsole(process.env, on.settings.screenReader),
  ]);
  const closing = closeOnSignals();
  const leaving = new AbortController();
  const loading = setTimeout(runs, screenFirstMs);
  let outcome: Awaited<ReturnType<typeof openConsole>> | null = null;
  try {
    outcome = await openConsole({
      launch: desk.choices(),
      history: historyOnce(runs),
      signal: AbortSignal.any([closing.signal, leaving.signal]),
      ...on,
    });
  } finally {
    clearTimeout(loading);
    desk.close();
  }
  const left = await (loaded as LaunchedRuns | null)?.sessions.leave(outcome);
  return left ?? closing.exitCode ?? 0;
}

/** The past, once what reads it is loaded; nothing is removed before it was listed. */
function historyOnce(runs: () => Promise<LaunchedRuns>): HistoryDesk {
  let desk: HistoryDesk | null = null;
  const load = async () => {
    desk ??= (await runs()).history;
    return desk;
  };
  return {
    list: async (listener) => (await load()).list(listener),
    open: async (directory, onProgress) => (await load()).open(directory, onProgress),
    resume: async (directory, failed) => (await load()).resume(directory, failed),
    remove: (directory) => desk?.remove(directory) ?? 'nothing is listed yet',
  };
}

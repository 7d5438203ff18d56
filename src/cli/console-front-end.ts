import { consoleRun } from './console-run.ts';
import type { Session } from './session.ts';
import { consoleSignals, stopOnSignals } from './signals.ts';
import { summary } from './summary.ts';

/** Runs a session under the console; the summary stays in the terminal after it. Gives the exit code. */
export async function consoleFrontEnd(session: Session): Promise<number> {
  // Loaded before the first call goes out: it takes a third of a second of this thread.
  const { loadConsole } = await import('../../components/load-console.ts');
  const openConsole = await loadConsole(process.env);
  const live = liveSession(session);
  try {
    await openConsole({ run: consoleRun(session), ...terminal() });
  } catch (error) {
    // A run that nobody sees is not left running.
    await live.leave();
    throw error;
  }
  return live.leave();
}

/** What the console draws on and reads from. */
export function terminal() {
  return { stdin: process.stdin, stdout: process.stdout, env: process.env } as const;
}

export interface LiveSession {
  /** To be called when the console has closed: sees the run to its end. Gives the exit code. */
  leave(): Promise<number>;
}

/** Starts a session whose front end is a console: signals stop it, and its files are written at its end. */
export function liveSession(session: Session): LiveSession {
  const letSignalsGo = stopOnSignals(session, consoleSignals());
  session.engine.start();
  const finished = session.finish();
  // It may fail while the console is open: told when that has closed.
  finished.catch(() => {});
  return {
    leave: async () => {
      // The console closes before its run only when its terminal is gone or a signal came.
      session.command({ type: 'stop', mode: 'drain', withinMs: 10_000 }, { by: 'SIGHUP' });
      const { outcome, metrics, warning } = await finished.finally(letSignalsGo);
      process.stdout.write(summary(session.snapshot(), metrics, outcome, session.directory));
      if (warning !== null) process.stderr.write(`${warning}\n`);
      return outcome.exitCode;
    },
  };
}

import type { ConsoleOutcome } from '../../components/console-options.ts';
import { keepConsoleSettings } from '../settings/console-settings.ts';
import { checkedSettings } from './checked-settings.ts';
import { consoleRun } from './console-run.ts';
import type { Session } from './session.ts';
import { consoleSignals, stopOnSignals } from './signals.ts';
import { summary } from './summary.ts';

/** Runs a session under the console; the summary stays in the terminal after it. Gives the exit code. */
export async function consoleFrontEnd(session: Session): Promise<number> {
  // Loaded before the first call goes out: it takes a third of a second of this thread.
  const on = await terminal();
  const { loadConsole } = await import('../../components/load-console.ts');
  const openConsole = await loadConsole(process.env, on.settings.screenReader);
  const live = liveSession(session);
  let outcome: ConsoleOutcome;
  try {
    outcome = await openConsole({ run: consoleRun(session), ...on });
  } catch (error) {
    // A run that nobody sees is not left running.
    await live.leave(null);
    throw error;
  }
  return live.leave(outcome);
}

/** What the console draws on and reads from, and how its operator likes it. */
export async function terminal() {
  const settings = await checkedSettings();
  const { stdin, stdout, env } = process;
  return { stdin, stdout, env, settings, keep: keepConsoleSettings } as const;
}

export interface LiveSession {
  /**
   * To be called when the console has closed: sees the run to its end. Gives the exit code.
   *
   * @param outcome why it closed; null where it failed
   */
  leave(outcome: ConsoleOutcome | null): Promise<number>;
}

/** Starts a session whose front end is a console: signals stop it, and its files are written at its end. */
export function liveSession(session: Session): LiveSession {
  const letSignalsGo = stopOnSignals(session, consoleSignals());
  session.engine.start();
  const finished = session.finish();
  // It may fail while the console is open: told when that has closed.
  finished.catch(() => {});
  return {
    leave: async (outcome) => {
      // The console closes before its run only when its terminal is gone.
      if (outcome?.action !== 'closed' || session.spec.onHangup === 'drain')
        session.command({ type: 'stop', mode: 'drain', withinMs: 10_000 }, { by: 'SIGHUP' });
      const { outcome: ended, metrics, warning } = await finished.finally(letSignalsGo);
      process.stdout.write(summary(session.snapshot(), metrics, ended, session.directory));
      if (warning !== null) process.stderr.write(`${warning}\n`);
      return ended.exitCode;
    },
  };
}

import type { ConsoleOutcome } from '../../components/console-options.ts';
import { ConsoleSessions } from './console-sessions.ts';
import { historyDesk } from './history-desk.ts';
import type { Session } from './session.ts';
import { terminal } from './terminal-streams.ts';

/** Runs a session under the console; the summary stays in the terminal after it. Gives the exit code. */
export async function consoleFrontEnd(session: Session): Promise<number> {
  // Loaded before the first call goes out: it takes a third of a second of this thread.
  const on = await terminal();
  const { loadConsole } = await import('../../components/load-console.ts');
  const openConsole = await loadConsole(process.env, on.settings.screenReader);
  const closing = new AbortController();
  const sessions = new ConsoleSessions(() => closing.abort());
  let outcome: ConsoleOutcome;
  try {
    const run = sessions.start(session);
    const { signal } = closing;
    outcome = await openConsole({ run, history: historyDesk(sessions), signal, ...on });
  } catch (error) {
    // A run that nobody sees is not left running.
    await sessions.leave(null);
    throw error;
  }
  return (await sessions.leave(outcome)) ?? 0;
}

import { ConsoleSessions } from './console-sessions.ts';
import { historyDesk } from './history-desk.ts';
import type { Session } from './session.ts';

/** Runs a session under the console; the summary stays in the terminal after it. Gives the exit code. */
export async function consoleFrontEnd(session: Session): Promise<number> {
  // Loaded before the first call goes out: it takes a third of a second of this thread.
  const { loadConsole } = await import('../../components/load-console.ts');
  const openConsole = await loadConsole(process.env);
  const sessions = new ConsoleSessions();
  try {
    const run = sessions.start(session);
    await openConsole({ run, history: historyDesk(sessions), ...terminal() });
  } catch (error) {
    // A run that nobody sees is not left running.
    await sessions.leave();
    throw error;
  }
  return sessions.leave();
}

/** What the console draws on and reads from. */
export function terminal() {
  return { stdin: process.stdin, stdout: process.stdout, env: process.env } as const;
}

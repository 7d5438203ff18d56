import { openConsole } from '../../components/console.tsx';
import type { ConsoleOptions, ConsoleOutcome } from '../../components/console-options.ts';
import { FakeTerminal } from './fake-terminal.ts';
import { RunFixture } from './run-fixture.ts';

export const environment = { TERM: 'xterm-256color', LANG: 'en_GB.UTF-8' };

export interface Opened {
  readonly terminal: FakeTerminal;
  readonly run: RunFixture;
  readonly outcome: Promise<ConsoleOutcome>;
}

let close: (() => Promise<unknown>) | null = null;

/** Closes what a test opened, whatever became of it. */
export async function closeConsole(): Promise<void> {
  await close?.();
  close = null;
}

/** The console over a run, before an emulator. */
export function open(
  columns: number,
  rows: number,
  run: RunFixture = hundred(),
  more: Partial<ConsoleOptions> = {},
): Opened {
  const terminal = new FakeTerminal(columns, rows);
  const closing = new AbortController();
  const outcome = openConsole({
    run,
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    env: environment,
    operator: 'mo',
    signal: closing.signal,
    ...more,
    // A theme that is chosen waits for no answer of the terminal.
    settings: { theme: 'dark', ...more.settings },
  });
  close = () => {
    closing.abort();
    return outcome;
  };
  return { terminal, run, outcome };
}

/** A hundred agents of two roles, eight seconds into their work. */
export const hundred = (): RunFixture =>
  new RunFixture({ roles: { kaoz: 80, order: 20 }, tasks: 2_000, concurrency: 90 }).advance(8_000);

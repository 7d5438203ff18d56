import { afterEach } from 'vitest';
import { openConsole } from '../../components/console.tsx';
import type { ConsoleOutcome, LaunchChoices } from '../../components/console-options.ts';
import { FakeTerminal } from './fake-terminal.ts';
import { LaunchFixture } from './launch-fixture.ts';

export interface OpenedLaunch {
  readonly terminal: FakeTerminal;
  readonly desk: LaunchFixture;
  readonly outcome: Promise<ConsoleOutcome>;
}

let close: (() => Promise<unknown>) | null = null;

/** Closes after each test of the file that calls it what the test opened. */
export function closeAfterEach(): void {
  afterEach(async () => {
    await close?.();
    close = null;
  });
}

/** The console at its launch screen, before an emulator. */
export function openLaunch(
  columns: number,
  rows: number,
  desk: LaunchFixture = new LaunchFixture(),
  more: Partial<LaunchChoices> = {},
): OpenedLaunch {
  const terminal = new FakeTerminal(columns, rows);
  const closing = new AbortController();
  const outcome = openConsole({
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    env: { TERM: 'xterm-256color', LANG: 'C.UTF-8' },
    signal: closing.signal,
    launch: desk.choices(more),
  });
  close = () => {
    closing.abort();
    return outcome;
  };
  return { terminal, desk, outcome };
}

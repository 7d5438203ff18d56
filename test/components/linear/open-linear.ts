import type { ConsoleOptions, ConsoleOutcome } from '../../../components/console-options.ts';
import { openLinearConsole } from '../../../components/linear/linear-console.ts';
import { FakeTerminal } from '../fake-terminal.ts';
import { RunFixture } from '../run-fixture.ts';

export interface Talking {
  readonly terminal: FakeTerminal;
  readonly run: RunFixture;
  readonly outcome: Promise<ConsoleOutcome>;
  /** Types a line and Enter. */
  type(line: string): void;
  /** Waits until it was said since the last such wait, and gives what was said until then. */
  says(wanted: RegExp): Promise<string>;
}

let close: (() => Promise<unknown>) | null = null;

/** Closes what a test opened, whatever became of it. */
export async function closeLinear(): Promise<void> {
  await close?.();
  close = null;
}

/** The console for a screen reader, over a run or at its launch. */
export function talk(
  options: Partial<ConsoleOptions> & { readonly run?: RunFixture } = {},
  term = 'xterm-256color',
): Talking {
  const terminal = new FakeTerminal(200, 60);
  const closing = new AbortController();
  const run = options.run ?? tenAgents();
  const outcome = openLinearConsole({
    ...(options.launch === undefined ? { run } : {}),
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    env: { TERM: term },
    operator: 'mo',
    signal: closing.signal,
    ...options,
  });
  close = () => {
    closing.abort();
    return outcome;
  };
  const enter = term === 'dumb' ? '\n' : '\r';
  let heard = 0;
  return {
    terminal,
    run,
    outcome,
    type: (line) => terminal.press(`${line}${enter}`),
    async says(wanted) {
      const end = performance.now() + 10_000;
      for (;;) {
        const said = terminal.transcript.replaceAll('\r', '').slice(heard);
        const found = wanted.exec(said);
        if (found !== null) {
          const end = found.index + found[0].length;
          heard += end;
          return said.slice(0, end);
        }
        if (performance.now() > end) throw new Error(`never said: ${wanted}\n${said}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}

/** Ten agents, four seconds into their work. */
export const tenAgents = (): RunFixture => new RunFixture({ faults: 0 }).advance(4_000);

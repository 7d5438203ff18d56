import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { WorkingDirectory } from '../helpers/command-line.ts';
import { PseudoTerminal, type PseudoTerminalOptions } from '../helpers/pseudo-terminal.ts';

/** What the test under way has: a working directory, a server, and the console once it is opened. */
export let directory: WorkingDirectory;
export let simulator: Simulator;
export let terminal: PseudoTerminal;

/** Gives each test of the file that calls it a directory and a simulator of its own; answers take 0.65 s. */
export function eachTestInTerminal(): void {
  let opened: PseudoTerminal | null = null;
  beforeEach(async () => {
    directory = new WorkingDirectory();
    simulator = await startSimulator({ firstTokenMs: 50, outputTokens: 60, tokensPerSecond: 100 });
    onOpen = (console) => {
      opened = console;
    };
  });
  afterEach(async () => {
    opened?.close();
    opened = null;
    await directory.clear();
    await simulator.stop();
  });
}

let onOpen: (console: PseudoTerminal) => void = () => {};

/** Opens the console over any command of the program. */
export function openConsole(
  args: readonly string[],
  options: PseudoTerminalOptions = {},
): PseudoTerminal {
  terminal = new PseudoTerminal(directory, args, options);
  onOpen(terminal);
  return terminal;
}

/** The arguments of a run named cathedral, on the simulator, whose record is `out`. */
export function runOf(agents: number, prompts: number): string[] {
  const file = join(directory.path, 'prompts.txt');
  writeFileSync(file, Array.from({ length: prompts }, (_, i) => `Prompt ${i}?`).join('\n'));
  const args = ['run', '--prompts', file, '--agents', String(agents), '--name', 'cathedral'];
  return [...args, '--base-url', `${simulator.url}/v1`, '--out', 'out'];
}

/** The terminal is as the program found it: its own screen, a cursor, lines that wrap, no mouse. */
export async function expectRestored(): Promise<void> {
  // What was written last may still be on its way to the screen when the program has ended.
  await expect.poll(() => terminal.alternate).toBe(false);
  expect(terminal.takesMouse).toBe(false);
  expect(terminal.bracketsPastes).toBe(false);
  for (const [on, off] of [
    ['\x1b[?25h', '\x1b[?25l'],
    ['\x1b[?1049l', '\x1b[?1049h'],
    ['\x1b[?7h', '\x1b[?7l'],
  ])
    expect(terminal.written.lastIndexOf(on)).toBeGreaterThan(terminal.written.lastIndexOf(off));
}

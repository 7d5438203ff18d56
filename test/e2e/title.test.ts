import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { WorkingDirectory } from '../helpers/command-line.ts';
import type { PseudoTerminal } from '../helpers/pseudo-terminal.ts';
import { shellTerminal } from '../helpers/shell-terminal.ts';

let directory: WorkingDirectory;
let simulator: Simulator;
let terminal: PseudoTerminal;
beforeEach(async () => {
  directory = new WorkingDirectory();
  simulator = await startSimulator({ firstTokenMs: 50, outputTokens: 30, tokensPerSecond: 100 });
});
afterEach(async () => {
  terminal.close();
  await directory.clear();
  await simulator.stop();
});

function run(prompts: number, env: Record<string, string> = {}, more = ''): void {
  writeFileSync(join(directory.path, 'prompts.txt'), 'Name a harbour.\n'.repeat(prompts));
  terminal = shellTerminal(directory, { env });
  terminal.type(
    `swarmdeck run --prompts prompts.txt --agents 5 --name cathedral --base-url ${simulator.url}/v1 --out out ${more}\r`,
  );
}

/** The desktop notifications, without the reports of progress, which have the same number. */
const told = () => terminal.notifications.filter((words) => !words.startsWith('4;'));

test('the title tells how far the run is, and is the shell’s own again after it', async () => {
  run(60);
  // xterm gives the title back from a pile; the emulator has none, so what is written is looked at.
  await expect
    .poll(() => terminal.title, { timeout: 15_000 })
    .toMatch(/^● [1-9]\d* % cathedral · swarmdeck$/);
  await terminal.shows('DONE');
  await expect.poll(() => terminal.title).toBe('■ DONE 100 % cathedral · swarmdeck');
  terminal.press('Ctrl+Z');
  await terminal.shows('Stopped');
  const pushed = () => terminal.written.split('\x1b[22;0t').length;
  const popped = () => terminal.written.split('\x1b[23;0t').length;
  expect(popped()).toBe(pushed());
  terminal.type('fg\r');
  await terminal.shows('DONE');
  terminal.press('q');
  await terminal.shows(/tasks +60 done/);
  expect(popped()).toBe(pushed());
});

test('a run that failed rings and is told to the desktop; one that did well in no time is not', async () => {
  run(10, { TERM_PROGRAM: 'ghostty' });
  await terminal.shows('DONE');
  terminal.press('q');
  await terminal.shows(/tasks +10 done/);
  expect([terminal.bells, told()]).toEqual([0, []]);
  terminal.type(
    `swarmdeck run --prompt x --model no-such-model --name doomed --base-url ${simulator.url}/v1 --out out2\r`,
  );
  await terminal.shows(/FAILED[^\n]*1 failed/);
  await expect.poll(() => terminal.bells).toBe(1);
  expect(told()).toEqual([
    expect.stringMatching(/^notify;doomed: failed;1 of 1 task · 1 failed · 0 % ok · /),
  ]);
});

test('progress is shown where the terminal has a place for it, and taken away', async () => {
  run(60, { TERM_PROGRAM: 'ghostty' });
  await expect
    .poll(() => terminal.notifications.some((words) => /^4;1;[1-9]/.test(words)), {
      timeout: 15_000,
    })
    .toBe(true);
  terminal.press('X');
  await terminal.shows('STOPPED');
  terminal.press('q');
  await terminal.shows(/go on +swarmdeck resume/);
  expect(terminal.notifications.at(-1)).toBe('4;0;0');
});

test('all of it is switched off in the settings', async () => {
  const home = join(directory.path, 'home');
  mkdirSync(home);
  writeFileSync(
    join(home, 'settings.json'),
    JSON.stringify({
      console: { title: false, progress: false, bell: false, notifications: false },
    }),
  );
  run(5, { TERM_PROGRAM: 'ghostty' }, '--model no-such-model');
  await terminal.shows(/FAILED[^\n]*5 failed/);
  expect([terminal.title, terminal.bells, terminal.notifications]).toEqual(['', 0, []]);
});

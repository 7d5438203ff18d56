import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { WorkingDirectory } from '../helpers/command-line.ts';
import { PseudoTerminal } from '../helpers/pseudo-terminal.ts';
import { shellTerminal } from '../helpers/shell-terminal.ts';

let directory: WorkingDirectory;
let simulator: Simulator;
let terminal: PseudoTerminal;
beforeEach(async () => {
  directory = new WorkingDirectory();
  simulator = await startSimulator({ firstTokenMs: 20, outputTokens: 20, tokensPerSecond: 100 });
  writeFileSync(join(directory.path, 'prompts.txt'), 'Name a harbour.\n'.repeat(2_000));
  terminal = shellTerminal(directory);
  const flags =
    '--prompts prompts.txt --agents 10 --name cathedral --out out --set timeouts.idleSeconds=2';
  terminal.type(`swarmdeck run ${flags} --base-url ${simulator.url}/v1\r`);
  await terminal.shows(/● RUNNING[\s\S]* [1-9]\d* streaming/);
});
afterEach(async () => {
  terminal.close();
  await directory.clear();
  await simulator.stop();
});

const served = () => simulator.record().totals.calls;

/** Waits until as many calls more have been served. */
const servesMore = (calls: number) => {
  const before = served();
  return expect.poll(served, { timeout: 10_000 }).toBeGreaterThanOrEqual(before + calls);
};

async function stop(): Promise<void> {
  terminal.press('Ctrl+Z');
  await terminal.shows('Stopped');
}

test('Ctrl+Z gives a clean terminal to the shell, and fg brings the whole console back', async () => {
  await stop();
  expect([terminal.alternate, terminal.takesMouse, terminal.bracketsPastes]).toEqual([
    false,
    false,
    false,
  ]);
  // The shell echoes what is typed and has its cursor: the line discipline is its own again.
  terminal.type('echo six is $((2 * 3))\r');
  await terminal.shows(/^six is 6$/m);
  // What was under way is answered to a process that does not read it; nothing new is asked.
  await expect.poll(() => simulator.record().totals.inFlight, { timeout: 5_000 }).toBe(0);
  const before = served();
  terminal.type('sleep 0.5; echo slept\r');
  await terminal.shows(/^slept$/m);
  expect(served()).toBe(before);
  terminal.type('fg\r');
  await terminal.shows(/● RUNNING[\s\S]*─ 7 log/);
  expect([terminal.alternate, terminal.bracketsPastes]).toEqual([true, true]);
  await terminal.hides('Stopped');
  await servesMore(20);
  terminal.press('p');
  await terminal.shows('PAUSED');
});

test('the clock goes on while the process stands still, and no call is blamed for it', async () => {
  simulator.configure({ outputTokens: 300 });
  await servesMore(10);
  await stop();
  // Longer than any call may be silent.
  terminal.type('sleep 4; fg\r');
  await terminal.shows(/run +stood still for [3-6]s/);
  expect(terminal.text()).toMatch(/RUNNING {2}(?:[5-9]|1\d)s/);
  simulator.configure({ outputTokens: 20 });
  await servesMore(20);
  const log = directory.read('out/log.jsonl');
  expect(log).toContain('run.interrupted');
  expect(log).not.toContain('timeout');
});

test('in the background the run goes on without the terminal, until fg', async () => {
  await stop();
  terminal.type('bg\r');
  await servesMore(50);
  terminal.type('echo still $((40 + 2))\r');
  await terminal.shows(/^still 42$/m);
  expect(terminal.alternate).toBe(false);
  terminal.type('fg\r');
  await terminal.shows(/● RUNNING[\s\S]*─ 7 log/);
  terminal.press('p');
  await terminal.shows('PAUSED');
});

test('a terminal that was resized meanwhile is filled at its new size', async () => {
  await stop();
  terminal.resize(80, 24);
  terminal.type('fg\r');
  await terminal.shows(/─ 1 agents [^\n]{60,}\n/);
  expect(terminal.rows().filter((row) => row.includes('RUNNING'))).toHaveLength(1);
});

test('a stop that the console cannot see coming is mended when it goes on', async () => {
  const shell = terminal.pid;
  const children = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8');
  const console = Number(children.trim());
  process.kill(console, 'SIGSTOP');
  await terminal.shows('Stopped');
  terminal.type('fg\r');
  await terminal.hides('Stopped');
  await terminal.shows(/● RUNNING[\s\S]*─ 7 log/);
  process.kill(console, 'SIGTSTP');
  await terminal.shows('Stopped');
  expect(terminal.alternate).toBe(false);
  terminal.type('fg\r');
  await terminal.shows(/● RUNNING[\s\S]*─ 7 log/);
  terminal.press('p');
  await terminal.shows('PAUSED');
});

test('without a shell that could bring it back it does not go', async () => {
  terminal.close();
  terminal = new PseudoTerminal(directory, ['resume', 'out']);
  await terminal.shows(/● RUNNING[\s\S]*─ 7 log/);
  const left = () => terminal.written.split('\x1b[?1049l').length;
  const before = left();
  terminal.press('Ctrl+Z');
  await expect.poll(left).toBe(before + 1);
  await expect.poll(() => terminal.alternate).toBe(true);
  await servesMore(10);
  terminal.press('p');
  await terminal.shows('PAUSED');
});

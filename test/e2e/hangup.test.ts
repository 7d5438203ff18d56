import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { WorkingDirectory } from '../helpers/command-line.ts';
import { PseudoTerminal } from '../helpers/pseudo-terminal.ts';

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

function open(prompts: number, more: readonly string[] = []): void {
  writeFileSync(join(directory.path, 'prompts.txt'), 'Name a harbour.\n'.repeat(prompts));
  const flags = ['--prompts', 'prompts.txt', '--agents', '10', '--name', 'cathedral'];
  const args = ['run', ...flags, '--base-url', `${simulator.url}/v1`, '--out', 'out', ...more];
  terminal = new PseudoTerminal(directory, args);
}

/** The process has ended and its files are whole: they are written one after the other, these last. */
async function ended(): Promise<{ status: string }[]> {
  const gone = () => {
    try {
      process.kill(terminal.pid, 0);
      return false;
    } catch {
      return true;
    }
  };
  await expect.poll(gone, { timeout: 20_000 }).toBe(true);
  expect(existsSync(join(directory.path, 'out/metrics.json'))).toBe(true);
  return directory.lines('out/results.jsonl') as { status: string }[];
}

const done = (tasks: readonly { status: string }[]) =>
  tasks.filter(({ status }) => status === 'done').length;

const goesOn = ['--set', 'onHangup=continue'];

test('a terminal that goes away drains the run, and what it has done is kept', async () => {
  open(500);
  await terminal.shows(/ [1-9]\d* streaming/);
  terminal.hangUp();
  const tasks = await ended();
  expect(tasks).toHaveLength(500);
  expect(done(tasks)).toBeGreaterThanOrEqual(10);
  expect(done(tasks)).toBeLessThan(500);
  expect(simulator.record().totals.aborted).toBe(0);
  expect(directory.read('out/log.jsonl')).toContain('SIGHUP');
});

test('with onHangup: continue the run goes on without its terminal, to its end', async () => {
  open(100, goesOn);
  await terminal.shows(/ [1-9]\d* streaming/);
  terminal.hangUp();
  const tasks = await ended();
  expect(done(tasks)).toBe(100);
  expect(directory.json('out/metrics.json')).toMatchObject({ successful_agents: 10 });
});

test('a run that goes on without its terminal can still be told to stop', async () => {
  open(2_000, goesOn);
  await terminal.shows(/ [1-9]\d* streaming/);
  terminal.hangUp();
  const before = simulator.record().totals.calls;
  await expect
    .poll(() => simulator.record().totals.calls, { timeout: 10_000 })
    .toBeGreaterThan(before + 20);
  process.kill(terminal.pid, 'SIGTERM');
  const tasks = await ended();
  expect(tasks).toHaveLength(2_000);
  expect(directory.read('out/log.jsonl')).toContain('SIGTERM');
});

test('a terminal that goes away while it takes nothing is no reason to fail', async () => {
  open(100, goesOn);
  await terminal.shows(/ [1-9]\d* streaming/);
  terminal.stall();
  terminal.press('T', 'T', '7', 'z', 'z', '?', '?');
  const before = simulator.record().totals.calls;
  await expect
    .poll(() => simulator.record().totals.calls, { timeout: 10_000 })
    .toBeGreaterThan(before + 20);
  terminal.hangUp();
  expect(done(await ended())).toBe(100);
});

test.each(['drain', 'continue'])('plain lines without a terminal: %s', async (word) => {
  open(100, ['--ui', 'plain', '--set', `onHangup=${word}`]);
  await terminal.shows(/in flight/);
  terminal.hangUp();
  const tasks = await ended();
  expect(tasks).toHaveLength(100);
  if (word === 'continue') expect(done(tasks)).toBe(100);
  else expect(done(tasks)).toBeLessThan(100);
});

import { writeFileSync } from 'node:fs';
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
  simulator = await startSimulator({ firstTokenMs: 50, outputTokens: 5_000, tokensPerSecond: 100 });
});
afterEach(async () => {
  terminal.close();
  await directory.clear();
  await simulator.stop();
});

function open(args: readonly string[], env: Record<string, string>, term?: string): void {
  terminal = new PseudoTerminal(directory, args, { columns: 140, rows: 60, env, term });
}

function openRun(env: Record<string, string>, term?: string): void {
  const file = join(directory.path, 'prompts.txt');
  writeFileSync(file, Array.from({ length: 100 }, (_, i) => `Prompt ${i}?`).join('\n'));
  const run = ['run', '--prompts', file, '--agents', '10', '--name', 'cathedral', '--out', 'out'];
  open([...run, '--base-url', `${simulator.url}/v1`], env, term);
}

test('a run is launched by its number, paused, asked about and stopped now, in plain lines alone', async () => {
  open([], { SWARMDECK_SCREEN_READER: '1' });
  expect(await terminal.shows('q leaves.')).toContain('1. light, 10 agents, simulator.');
  terminal.press('1', 'Enter');
  expect(await terminal.shows('Enter launches it.')).toMatch(/Workload demonstration: 200 tasks\./);
  terminal.press('Enter');
  await terminal.shows('200 tasks, 10 agents, concurrency 10.');
  terminal.type('pause\r');
  await terminal.shows('Paused by you.');
  terminal.press('Enter');
  expect(await terminal.shows(/Paused, .* since the start\./)).toContain('resume goes on.');
  terminal.type('resume\r');
  await terminal.shows(/^Running\.$/m);
  terminal.type('stop now\r');
  const end = await terminal.shows(/^q leaves\.$/m);
  expect(end).toMatch(/Stopped: acknowledged after \d+ milliseconds?, \d+ sockets? closed after/);
  expect(end).toMatch(/Stopped after .* seconds, stopped by you, exit code 130\./);
  terminal.type('q\r');
  expect(await terminal.ended).toBe(130);
  expect(await terminal.shows(/go on +swarmdeck resume/)).toMatch(/ended +STOPPED/);
  expect(terminal.alternate).toBe(false);
  expect(terminal.written).not.toContain('\x1b');
});

test("Ink's own word asks for it too; Ctrl-C asks, Ctrl-D asks, and Ctrl-C twice stops now", async () => {
  openRun({ INK_SCREEN_READER: 'true' });
  await terminal.shows('100 tasks, 10 agents');
  await expect.poll(() => simulator.record().totals.inFlight).toBe(10);
  terminal.press('Ctrl+D');
  await terminal.shows('Leave cathedral?');
  terminal.type('stay\r');
  await terminal.shows('The run goes on.');
  terminal.press('Ctrl+C');
  await terminal.shows('Stop cathedral?');
  terminal.press('Ctrl+C');
  await terminal.shows(/10 calls cut/);
  await expect.poll(() => simulator.record().totals.aborted).toBe(10);
  terminal.type('q\r');
  expect(await terminal.ended).toBe(130);
  expect(directory.lines('out/results.jsonl')).toHaveLength(100);
});

test('a dumb terminal has all of it, with no sequence at all', async () => {
  openRun({ SWARMDECK_SCREEN_READER: '1' }, 'dumb');
  await terminal.shows('100 tasks, 10 agents');
  await expect.poll(() => simulator.record().totals.inFlight).toBe(10);
  terminal.type('agents\r');
  await terminal.shows(/10 agents: (?:10|\d streaming, \d) (?:waiting|streaming)\./);
  terminal.press('Ctrl+D');
  await terminal.shows('Leave cathedral?');
  terminal.type('3\r');
  await terminal.shows('The run goes on.');
  terminal.press('Ctrl+C');
  await terminal.shows('Stop cathedral?');
  terminal.type('2\r');
  await terminal.shows('q leaves.');
  terminal.press('Ctrl+D');
  expect(await terminal.ended).toBe(130);
  expect(terminal.written).not.toContain('\x1b');
});

test('what is switched off by its own word is off, whatever Ink is told', async () => {
  openRun({ SWARMDECK_SCREEN_READER: '0', INK_SCREEN_READER: 'true' });
  await terminal.shows(/─ 1 agents ─/);
  expect(terminal.alternate).toBe(true);
});

test('SIGTERM drains the run, which is told, and the exit code says so', async () => {
  openRun({ SWARMDECK_SCREEN_READER: '1' });
  await terminal.shows('100 tasks, 10 agents');
  await expect.poll(() => simulator.record().totals.inFlight).toBe(10);
  terminal.kill('SIGTERM');
  await terminal.shows(/SIGTERM: stop/);
  terminal.kill('SIGTERM');
  await terminal.shows('q leaves.');
  terminal.type('q\r');
  expect(await terminal.ended).toBe(143);
});

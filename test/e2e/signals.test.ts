import { expect, test } from 'vitest';
import {
  directory,
  eachTestInTerminal,
  expectRestored,
  openConsole,
  runOf,
  simulator,
  terminal,
} from './console-on-simulator.ts';

eachTestInTerminal();

const streaming = / [1-9]\d* streaming/;

/** Every task has its line; what had been sent is done, nothing was cut. */
function expectDrained(tasks: number): void {
  const results = directory.lines('out/results.jsonl');
  expect(results).toHaveLength(tasks);
  const done = results.filter(({ status }) => status === 'done').length;
  const { calls, aborted, inFlight } = simulator.record().totals;
  expect({ done, aborted, inFlight }).toEqual({ done: calls, aborted: 0, inFlight: 0 });
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(tasks);
}

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
])(
  '%s drains: what was sent comes back and is kept, and the terminal is restored',
  async (signal, exitCode) => {
    openConsole(runOf(5, 500));
    await terminal.shows(streaming);
    terminal.kill(signal);
    await terminal.shows('STOPPED');
    terminal.press('q');
    expect(await terminal.ended).toBe(exitCode);
    await expectRestored();
    expectDrained(500);
  },
);

test('a terminal that goes away drains the run, which keeps its results', async () => {
  openConsole(runOf(5, 500));
  await terminal.shows(streaming);
  terminal.hangUp();
  await expect.poll(() => isAlive(terminal.pid), { timeout: 15_000 }).toBe(false);
  expectDrained(500);
  expect(directory.json('out/metrics.json').total_agents).toBe(5);
});

test('a signal while the launch screen is open leaves the terminal as it was', async () => {
  openConsole([]);
  await terminal.shows('› light');
  terminal.kill('SIGTERM');
  expect(await terminal.ended).toBe(143);
  await expectRestored();
});

test('killed for good in the middle, the run can be resumed and nothing finished is lost', async () => {
  openConsole(runOf(5, 40));
  await terminal.shows(/ [1-9]\d* done|[1-9] %/);
  await expect.poll(() => simulator.record().totals.calls).toBeGreaterThan(10);
  terminal.kill('SIGKILL');
  await terminal.ended;
  openConsole(['resume', 'out']);
  await terminal.shows('DONE');
  terminal.press('q');
  expect(await terminal.ended).toBe(0);
  expect(
    directory.lines('out/results.jsonl').filter(({ status }) => status === 'done'),
  ).toHaveLength(40);
  expect(simulator.record().totals.calls).toBeLessThanOrEqual(45);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

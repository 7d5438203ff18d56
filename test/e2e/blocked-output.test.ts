import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  directory,
  eachTestInTerminal,
  openConsole,
  runOf,
  simulator,
  terminal,
} from './console-on-simulator.ts';

eachTestInTerminal();

test('a terminal that takes nothing does not stop the engine: the run ends, its results are complete', async () => {
  openConsole(runOf(20, 200), { columns: 200, rows: 60 });
  await terminal.shows(/ [1-9]\d* streaming/);
  terminal.stall();
  const written = terminal.written.length;
  const results = join(directory.path, 'out/results.jsonl');
  await expect.poll(() => existsSync(results), { timeout: 20_000 }).toBe(true);
  expect(simulator.record().totals.byStatus).toEqual({ 200: 200 });
  expect(directory.lines('out/results.jsonl')).toHaveLength(200);
  // What was stalled is the screen: nothing of the end has been seen.
  expect(terminal.written.length).toBe(written);
  expect(terminal.text()).not.toContain('DONE');

  terminal.unstall();
  expect(await terminal.shows('DONE')).toContain('100 % ok');
  terminal.press('q');
  expect(await terminal.ended).toBe(0);
});

test('keys that are pressed while the terminal takes nothing are obeyed', async () => {
  openConsole(runOf(20, 5_000));
  await terminal.shows('20 streaming');
  terminal.stall();
  terminal.press('p');
  await expect.poll(() => simulator.record().totals.inFlight, { timeout: 15_000 }).toBe(0);
  terminal.unstall();
  await terminal.shows('PAUSED');
});

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import {
  eachTestInTerminal,
  openConsole,
  runOf,
  simulator,
  terminal,
} from './console-on-simulator.ts';

eachTestInTerminal();

/** Sizes without rhythm, the same in every run: from one cell to more than most screens have. */
function* sizes(count: number): Generator<readonly [columns: number, rows: number]> {
  let seed = 7;
  const below = (n: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed % n;
  };
  for (let i = 0; i < count; i++) yield i % 20 === 10 ? [1, 1] : [1 + below(250), 1 + below(70)];
}

/** Clocks, rates, charts and idle connections go on while a run is paused: figures and what they push are left out. */
const withoutFigures = (text: string) =>
  text
    .replace(/[\d.,]+(m\d+)?|[\u2800-\u28ff]|sockets/g, '')
    .replace(/[ ─]+/g, ' ')
    .replace(/ $/gm, '');

test('a hundred sizes in a few seconds leave a whole screen: nothing twice, nothing of another size', async () => {
  simulator.configure({ outputTokens: 300 });
  openConsole(runOf(100, 5_000));
  await terminal.shows('RUNNING');
  for (const [columns, rows] of sizes(100)) {
    terminal.resize(columns, rows);
    await sleep(columns % 3 === 0 ? 0 : columns % 50);
  }
  terminal.resize(120, 40);
  await terminal.shows(/─ 1 agents ─.*─ 2 throughput ─/);
  await terminal.shows('RUNNING');
  for (const title of ['─ 1 agents', '─ 2 throughput', '─ 7 log'])
    expect(terminal.rows().filter((row) => row.includes(title))).toHaveLength(1);

  terminal.press('p');
  await terminal.shows('PAUSED');
  await terminal.hides('pausing, ');
  await terminal.shows(/ 0 calls\/s/);
  const stormed = withoutFigures(terminal.text());
  terminal.press('Ctrl+L');
  await sleep(500);
  expect(stormed).toBe(withoutFigures(terminal.text()));
});

test('in a terminal of one cell the run goes on, and is there when there is room again', async () => {
  openConsole(runOf(10, 30));
  await terminal.shows('RUNNING');
  terminal.resize(1, 1);
  await expect.poll(() => simulator.record().totals.calls, { timeout: 10_000 }).toBe(30);
  terminal.resize(100, 30);
  expect(await terminal.shows('DONE')).toContain('100 % ok');
  terminal.press('q');
  expect(await terminal.ended).toBe(0);
});

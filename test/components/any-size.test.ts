import { afterEach, expect, test } from 'vitest';
import { closeConsole, hundred, open } from './open-console.ts';
import { RunFixture } from './run-fixture.ts';

afterEach(closeConsole);

/** From one cell up; what is wide and low, and what is narrow and high. */
const sizes = [
  [1, 1],
  [2, 1],
  [1, 2],
  [3, 3],
  [7, 2],
  [2, 40],
  [300, 1],
  [20, 5],
  [39, 9],
  [40, 10],
  [41, 60],
  [59, 14],
  [60, 15],
  [80, 24],
  [109, 29],
  [170, 40],
  [250, 70],
] as const;

/** Each by the keys that lead to it from the run, and back to it. */
const views = [
  ['the run', '', ''],
  ['a zoomed pane', '7z', '\x1b\x1b'],
  ['the agents', '1z', '\x1b\x1b'],
  ['a question', 'x', '\x1b'],
  ['the help', '?', '\x1b'],
  ['the command line', ':cancel ', '\x1b'],
  ['all commands', '\x10', '\x1b'],
  ['a filter', '/kaoz', '\x1b'],
  ['one agent', '1\r', '\x1b\x1b'],
] as const;

test.each(views)('%s can be drawn at any size, one after the other', async (_, there, back) => {
  const stray: string[] = [];
  const { terminal } = open(80, 24, hundred(), { stray: (text) => stray.push(text) });
  await terminal.shows(/RUNNING/);
  terminal.press(there);
  for (const [columns, rows] of [...sizes, ...sizes.toReversed()]) {
    terminal.resize(columns, rows);
    await new Promise((resolve) => setTimeout(resolve, 15));
    expect(await terminal.text(), `${columns}×${rows}`).not.toContain('cannot be drawn');
  }
  terminal.press(back);
  terminal.resize(120, 40);
  expect(await terminal.shows(/● RUNNING[\s\S]*─ 1 agents/)).toMatch(/ streaming/);
  expect(stray).toEqual([]);
});

test('a roster of 131 roles can be drawn at any size, by role, by tier and what each has cost', async () => {
  const names = Array.from({ length: 131 }, (_, i) => `invoice-matcher-${i}`);
  const tier = (index: number) => (['complex', 'balanced', 'simple'] as const)[index % 3];
  const run = new RunFixture({
    roles: Object.fromEntries(names.map((name) => [name, 1])),
    tiers: Object.fromEntries(names.map((name, index) => [name, tier(index)])),
    routes: ['sim/a', 'sim/b', 'sim/c'],
    tasks: 9_000,
    concurrency: 100,
  }).advance(3_000);
  const { terminal } = open(200, 60, run);
  await terminal.shows(/● invoice-matcher-\d+[\s\S]*balanced +\$/);
  for (const keys of ['1o', 'v', '5z']) {
    terminal.press(keys);
    for (const [columns, rows] of sizes) {
      terminal.resize(columns, rows);
      await new Promise((resolve) => setTimeout(resolve, 15));
      expect(await terminal.text(), `${columns}×${rows}`).not.toContain('cannot be drawn');
    }
  }
  terminal.resize(120, 40);
  await terminal.shows(
    /by tier\n[\s\S]*complex +\$[\s\S]*by role\n[\s\S]*… \d+ more[\s\S]*by route/,
  );
  terminal.press('\x1b\x1b1v');
  await terminal.shows(
    /─ 1 agents ─+ by tier[\s\S]*^ complex 44[\s\S]*^ balanced 44[\s\S]*^ simple 43/m,
  );
});

test.each(sizes.filter(([columns, rows]) => columns >= 40 && rows >= 10))(
  'at %i×%i the state, and what holds the run back, are there',
  async (columns, rows) => {
    const { terminal } = open(columns, rows);
    const text = await terminal.shows(/RUNNING/);
    expect(text).toMatch(/held by/);
    expect((await terminal.lines()).every((line) => line.length <= columns)).toBe(true);
  },
);

test('below that it says its state, and what would help', async () => {
  const { terminal } = open(39, 9);
  expect(await terminal.shows(/RUNNING/)).toMatch(/enlarge the terminal to see more/);
});

test('a hundred sizes in a second leave one whole screen of the last', async () => {
  const { terminal } = open(120, 40);
  await terminal.shows(/RUNNING/);
  for (let i = 0; i < 100; i++) {
    terminal.resize(1 + ((i * 37) % 180), 1 + ((i * 23) % 60));
    await new Promise((resolve) => setTimeout(resolve, i % 10));
  }
  terminal.resize(120, 40);
  await terminal.shows(/─ 1 agents ─[\s\S]*─ 7 log ─[\s\S]*p pause/);
  const lines = await terminal.lines();
  expect(lines.filter((line) => line.includes('─ 1 agents'))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('● RUNNING'))).toHaveLength(1);
});

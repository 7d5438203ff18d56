import { afterEach, describe, expect, test } from 'vitest';
import { closeConsole, open } from './open-console.ts';
import { RunFixture } from './run-fixture.ts';

afterEach(closeConsole);

/** A run of ten minutes, of which the last one is another than those before. */
const long = () =>
  new RunFixture({ roles: { agent: 20 }, tasks: 90_000, concurrency: 20 }).advance(600_000);
const left = '\x1b[D';
const right = '\x1b[C';
const end = '\x1b[F';
const esc = '\x1b';
const time = /(\d+):(\d\d)\.\d {2}\S+ calls\/s/;

/** The moment that the values are of, seconds. */
function momentIn(text: string): number {
  const [, minutes, seconds] = time.exec(text) ?? [];
  return 60 * Number(minutes) + Number(seconds);
}

describe.each([
  ['throughput', '2'],
  ['limits', '6'],
])('the charts of %s', (pane, number) => {
  test('show another stretch of the run on [ and ], as the title says', async () => {
    const { terminal } = open(120, 40, long());
    await terminal.shows(/RUNNING[\s\S]*2 throughput ─+ \S+ {2}5 min ─/);
    terminal.press(`${number}z`);
    await terminal.hides(/1 agents/);
    await terminal.shows(/\[ \] window/);
    for (const [key, words] of [
      ['[', / 1 min /],
      ['[', / 1 min /],
      [']', / 5 min /],
      [']', / 10m00s\/15m /],
      [']', / all 10m00s /],
      [']', / all 10m00s /],
    ] as const) {
      terminal.press(key);
      await terminal.shows(words);
    }
  });

  test('tell the values under a cursor that moves, and stops doing so on Esc', async () => {
    const { terminal } = open(160, 40, long());
    await terminal.shows(/RUNNING/);
    terminal.press(`${number}z`);
    await terminal.hides(/1 agents/);
    terminal.press('\r');
    const newest = momentIn(await terminal.shows(time));
    expect(newest).toBeGreaterThan(590);
    terminal.press(left + left + left);
    await expect.poll(async () => momentIn(await terminal.text())).toBeLessThan(newest - 1);
    const earlier = momentIn(await terminal.text());
    terminal.press(right);
    await expect.poll(async () => momentIn(await terminal.text())).toBeGreaterThan(earlier);
    terminal.press('g');
    await expect.poll(async () => momentIn(await terminal.text())).toBeLessThan(310);
    terminal.press(end);
    await expect.poll(async () => momentIn(await terminal.text())).toBe(newest);
    terminal.press(esc);
    await terminal.hides(time);
    // The pane keeps its place: only the values are left.
    expect(await terminal.text()).toContain(`─ ${number} ${pane}`);
    expect(await terminal.text()).not.toContain('1 agents');
  });
});

test('the values stay those of their moment while the run goes on', async () => {
  const { terminal, run } = open(120, 40, long());
  await terminal.shows(/RUNNING/);
  terminal.press('2\r');
  const [before] = time.exec(await terminal.shows(time)) ?? [];
  run.advance(8_000);
  await terminal.shows(/10m08s/);
  expect(await terminal.text()).toContain(before);
});

test('a shorter window takes the cursor along', async () => {
  const { terminal } = open(120, 40, long());
  await terminal.shows(/RUNNING/);
  terminal.press('2\rg');
  await terminal.shows(/5:0\d\.\d {2}/);
  terminal.press('[');
  await terminal.shows(/9:0\d\.\d {2}/);
});

test('without the focus no values are shown, and arrows lead to the agents', async () => {
  const { terminal } = open(120, 40, long());
  await terminal.shows(/RUNNING/);
  terminal.press('2\r');
  await terminal.shows(time);
  terminal.press('3');
  await terminal.hides(time);
  terminal.press(left);
  await terminal.shows(/Space mark/);
});

test('a run that is over can be looked at in the same way, and Enter leaves it elsewhere only', async () => {
  const run = new RunFixture({ tasks: 200, faults: 0 }).advance(200_000);
  const { terminal, outcome } = open(120, 40, run);
  await terminal.shows(/■ DONE/);
  terminal.press('2\r');
  await terminal.shows(time);
  terminal.press(esc);
  await terminal.hides(time);
  terminal.press(esc);
  await terminal.hides(/\[ \] window/);
  terminal.press('\r');
  expect(await outcome).toMatchObject({ action: 'left' });
});

test('before the first sample there are no values to show', async () => {
  const { terminal } = open(120, 40, new RunFixture({ tasks: 50 }));
  await terminal.shows(/RUNNING/);
  terminal.press('2\r');
  await terminal.shows(/Enter values/);
  expect(await terminal.text()).not.toMatch(time);
});

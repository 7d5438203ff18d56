import { expect, test } from 'vitest';
import { LaunchFixture, summary } from './launch-fixture.ts';
import { closeAfterEach, openLaunch } from './open-launch.ts';
import { RunFixture } from './run-fixture.ts';

closeAfterEach();

test('the presets are there, with what the selected one means and what a launch would do', async () => {
  const { terminal } = openLaunch(100, 30);
  const text = await terminal.shows(/› heavy/);
  expect(text).toContain('● simulator ready');
  expect(text).toContain('azure-premium        500 · azure-agents');
  expect(text).toMatch(/ {3}custom +10\s.*\n {3}yours\s.*\n {3}night-batch +250 · openai/);
  expect(text).toContain('500 agents share the work.');
  expect(text).toMatch(/requests\/min +200 +tokens\/min +–/);
  expect(text).toMatch(/agents +500 +concurrency +4–8 auto/);
  expect(text).toMatch(/timeouts +30s connect · 300s first token and idle/);
  expect(text).toMatch(/budget +\$25\.00/);
  expect(text).toMatch(/› simulator +ready, inside/);
  expect(text).toMatch(/─ workload ─+ .*\n demonstration {2}20 an agent +10,000/);
  expect(text).toContain(
    ' 10,000 tasks · ~23k tokens in, ~40k out · $0.41 to $1.90, likely ~$0.92',
  );
  expect(text).toContain('48s to 2m10s at best');
  expect(text).toContain('will be held by tokens/min on azure/gpt-5-mini (90,000)');
});

test('Enter launches the selected preset, and the run is shown', async () => {
  const { terminal, desk } = openLaunch(100, 30);
  await terminal.shows(/› heavy/);
  terminal.press('k');
  await terminal.shows(/› light/);
  expect(desk.watching).toBe(1);
  terminal.press('\r');
  const text = await terminal.shows(/● RUNNING/);
  expect(desk.started).toEqual([
    { wish: { preset: 'light', changes: {}, work: { kind: 'demonstration' } }, canary: null },
  ]);
  expect(text).toContain('from-launch · light');
  expect(text).not.toContain('before you launch');
  // Nothing goes on behind a screen that is gone.
  expect(desk.watching).toBe(0);
});

test('what cannot be launched says why before', async () => {
  const { terminal } = openLaunch(100, 30);
  await terminal.shows(/› heavy/);
  terminal.press('\x1b[B');
  await terminal.shows(/› azure-premium/);
  await terminal.shows(/azure-agents is not in this version yet/);
});

test('a start that fails says why, and the screen stays', async () => {
  const desk = new LaunchFixture();
  desk.start = () => Promise.reject(new Error('the output directory cannot be written'));
  const { terminal } = openLaunch(100, 30, desk);
  await terminal.shows(/› heavy/);
  terminal.press('\r');
  const text = await terminal.shows(/the output directory cannot be written/);
  expect(text).toContain('› heavy');
  terminal.press('k');
  await terminal.hides(/the output directory cannot be written/);
});

test('a launch that costs much asks once, and says what it will cost', async () => {
  const desk = new LaunchFixture();
  desk.asks = { title: 'Launch 2,000 tasks on openai/gpt-5-mini?', words: '~$4.18 is expected.' };
  const { terminal } = openLaunch(100, 30, desk);
  await terminal.shows(/› heavy/);
  terminal.press('\r');
  const text = await terminal.shows(/Launch 2,000 tasks on openai\/gpt-5-mini\?/);
  expect(text).toContain('~$4.18 is expected.');
  terminal.press('\x1b');
  await terminal.hides(/Launch 2,000 tasks/);
  expect(desk.started).toEqual([]);
  terminal.press('\r');
  await terminal.shows(/Launch 2,000 tasks/);
  terminal.press('y');
  await terminal.shows(/● RUNNING/);
  expect(desk.started).toHaveLength(1);
});

test('while a run starts the screen says so, nothing is started twice and q waits', async () => {
  let ready: (run: RunFixture) => void = () => {};
  const desk = new LaunchFixture();
  desk.start = () =>
    new Promise((resolve) => {
      ready = resolve;
    });
  const { terminal } = openLaunch(100, 30, desk);
  await terminal.shows(/› heavy/);
  terminal.press('\r');
  await terminal.shows(/starting heavy/);
  terminal.press('\rq');
  ready(new RunFixture({ name: 'late' }));
  await terminal.shows(/late · heavy/);
  expect(desk.started).toHaveLength(1);
});

test('Ctrl-C leaves even while a run is being started', async () => {
  const desk = new LaunchFixture();
  desk.start = () => new Promise(() => {});
  const { terminal, outcome } = openLaunch(100, 30, desk);
  await terminal.shows(/› heavy/);
  terminal.press('\r');
  await terminal.shows(/starting heavy/);
  terminal.press('\x03');
  expect(await outcome).toEqual({ action: 'left', exitCode: null });
});

test('q and Ctrl-C leave when nothing runs', async () => {
  for (const key of ['q', '\x03']) {
    const { terminal, outcome } = openLaunch(80, 24);
    await terminal.shows(/› heavy/);
    terminal.press(key);
    expect(await outcome).toEqual({ action: 'left', exitCode: null });
  }
});

test('a list that is longer than the screen keeps the selected one in sight', async () => {
  const desk = new LaunchFixture();
  desk.presets = Array.from({ length: 40 }, (_, i) => summary(`preset-${i}`, i + 1));
  const { terminal } = openLaunch(80, 24, desk, { selected: 'preset-0' });
  await terminal.shows(/› preset-0/);
  terminal.press('j'.repeat(39));
  const text = await terminal.shows(/› preset-39/);
  expect(text).toMatch(/… \d+ above/);
  expect(text).not.toContain('preset-0 ');
  terminal.press('g');
  await terminal.shows(/› preset-0/);
  terminal.press('G');
  await terminal.shows(/› custom/);
});

test('/ filters the list, and what is left is what is looked at and launched', async () => {
  const { terminal, desk } = openLaunch(100, 30);
  await terminal.shows(/› heavy/);
  terminal.press('/azure');
  const text = await terminal.shows(/› azure-premium/);
  expect(text).toMatch(/─ presets ─+ \/azure 1 of 5 ─/);
  expect(text).not.toMatch(/ light /);
  expect(desk.looked.at(-1)?.preset).toBe('azure-premium');
  terminal.press('x');
  await terminal.shows(/no preset is kept by the filter/);
  terminal.press('\x1b');
  await terminal.shows(/› heavy/);
});

test('help at the launch screen goes back to it', async () => {
  const { terminal } = openLaunch(80, 24);
  const before = await terminal.shows(/› heavy/);
  terminal.press('?');
  await terminal.shows(/swarmdeck help/);
  terminal.press('\x1b');
  expect(await terminal.shows(/› heavy/)).toBe(before);
});

test('y lets a launch begin with a few tasks, and says so before', async () => {
  const { terminal, desk } = openLaunch(100, 30);
  await terminal.shows(/› heavy/);
  terminal.press('y');
  await terminal.shows(/canary the first 5 tasks, then a pause/);
  terminal.press('y');
  await terminal.hides(/the first 5 tasks/);
  terminal.press('y\r');
  await terminal.shows(/● RUNNING/);
  expect(desk.started.map(({ canary }) => canary)).toEqual([5]);
});

test('the command line is there before a run is: a preset is chosen and saved, no run is steered', async () => {
  const { terminal, desk, outcome } = openLaunch(100, 30);
  await terminal.shows(/› heavy[\s\S]*launch/);
  terminal.press(':pause\r');
  await terminal.shows(/^:pause {3}there is no run yet to steer/m);
  terminal.press('\x15preset light\r');
  await terminal.shows(/› light/);
  terminal.press(':save mine\r');
  await terminal.shows(/saved mine/);
  expect(desk.done).toEqual(['saved mine']);
  terminal.press(':quit\r');
  expect(await outcome).toEqual({ action: 'left', exitCode: null });
});

test.each([
  [200, 60, ['› heavy', 'route', 'workload', 'held by tokens/min', '10,000']],
  [80, 24, ['› heavy', 'route', 'workload', 'held by tokens/min', '10,000', 'Enter launch']],
  [60, 15, ['› heavy', '500 agents · 4–8 auto at once', 'simulator', '10,000 tasks', 'Enter']],
  [40, 10, ['› heavy', '500 agents', '10,000', '10,000 tasks', 'Enter launch']],
  [34, 8, ['› heavy', '500 agents', 'enlarge the terminal to see more']],
])('at %i×%i what is shown is true and fits', async (columns, rows, wanted) => {
  const { terminal } = openLaunch(columns, rows);
  const text = await terminal.shows(/› heavy/);
  for (const words of wanted) expect(text).toContain(words);
});

test('a resize leaves nothing of the former size', async () => {
  const { terminal } = openLaunch(160, 45);
  await terminal.shows(/› heavy/);
  terminal.resize(60, 15);
  await terminal.shows(/^─ presets ─+$/m);
  terminal.resize(100, 30);
  const text = await terminal.shows(/─ presets ─+ {2}─ heavy ─+$/m);
  expect(text.match(/─ before you launch ─/g)).toHaveLength(1);
});

test('a hint on the size and a warning at the beginning are shown', async () => {
  const desk = new LaunchFixture();
  desk.hints = ['0.25 agents a core (2 on 8 cores): below half an agent a core, cores stand idle'];
  const { terminal } = openLaunch(100, 30, desk, {
    warning: 'settings.json: night: agents: expected a whole number',
  });
  const text = await terminal.shows(/below half an agent a core/);
  expect(text).toContain('settings.json: night: agents: expected a whole number');
});

test('what nobody is paid for, what is not priced yet and what nobody can price say so', async () => {
  const desk = new LaunchFixture();
  const { terminal } = openLaunch(100, 30, desk);
  const after = async (estimate: LaunchFixture['estimate'], wanted: RegExp) => {
    desk.estimate = estimate;
    terminal.press('jk');
    await terminal.shows(wanted);
  };
  await after({ billed: false }, /costs nothing, ~\$0\.92 if it were real/);
  await after({ costNanoUsd: null, pricing: true }, /its price is being looked up/);
  await after({ costNanoUsd: null, unpriced: ['openai/own'] }, /unknown: no price for openai\/own/);
  await after({ costNanoUsd: { low: 0, expected: 0, high: 0 } }, /costs nothing ·/);
  await after({ counted: false }, /~40k out, still counting/);
  await after(
    { countedBy: 'counted by anthropic' },
    /~23k tokens in \(counted by anthropic\), ~40k out/,
  );
});

test('names and sentences from outside cannot do anything to the terminal', async () => {
  const desk = new LaunchFixture();
  desk.presets = [summary('light', 10, { means: 'a\x1b[2Jb\u202ec' })];
  desk.problem = 'x\x1b]0;title\x07y';
  const { terminal } = openLaunch(100, 30, desk, { selected: 'light' });
  const text = await terminal.shows(/› light/);
  expect(text).toContain(' abc');
  expect(text).toContain(' xy');
  expect(terminal.transcript).not.toContain('\x1b]0;title');
});

import { afterEach, expect, test } from 'vitest';
import type { WorkflowsView } from '../../src/state/work-view.ts';
import { book, manyFlows, modules, runOfFlows, variants, votes } from './fixture-work.ts';
import { closeConsole, hundred, open } from './open-console.ts';
import type { RunFixture } from './run-fixture.ts';

afterEach(closeConsole);

async function openWork(columns: number, rows: number, run: RunFixture) {
  const opened = open(columns, rows, run);
  await opened.terminal.shows(/cathedral/);
  opened.terminal.press('D');
  await opened.terminal.shows(/^ (workflows|questions|variants|content) {2}/);
  return opened;
}

test('D lists the workflows, how far each is and what failed, and the chosen one by level', async () => {
  const { terminal } = await openWork(120, 40, modules());
  const text = await terminal.text();
  expect(text).toMatch(
    /─ workflows ─+ 1 of 4 done {2}1 failed {2}1 run {2}4 tasks wait for others ─/,
  );
  expect(text).toMatch(/› ● hr +▓+░+ +4\/9 +1 +\$0\.0080 .* screen failed screen/);
  expect(text).toMatch(/\n {2}✗ finance .* payments failed/);
  expect(text).toMatch(/\n {2}■ inventory .* 2\/2 /);
  expect(text).toMatch(/\n {2}□ compliance .* waiting/);
  expect(text).toMatch(/─ hr ─+ 4\/9 done .* of \$1\.00 {2}┃ critical path, 4 levels ─/);
  expect(text).toMatch(/\n› +1 {2}┃ ■ parse +done .*\n +2 {2}┃ ● screen +running +2\/5 .*← parse/);
  // What is not on the critical path has no bar, and says how late it may be.
  expect(text).toMatch(/\n {10}■ policy +done .* \+1 {2}← parse · optional/);
  expect(text).toMatch(
    /\n +3 {2}┃ □ match +blocked .*← screen\n +4 {2}┃ □ interview .*← match, policy/,
  );
});

test('what failed says why, what it took with it and what mends it', async () => {
  const { terminal } = await openWork(120, 40, modules());
  terminal.press('j');
  await terminal.shows(/─ finance ─/);
  expect(await terminal.text()).toMatch(/✗ payments +failed .* took 2 with it {2}← invoices/);
  terminal.press('\r');
  terminal.press('f');
  const text = await terminal.shows(/\n─ payments ─/);
  expect(text).toMatch(
    /\n server: it broke\n took with it reconcile, audit\n r tries it once more, and reconcile, audit may be done after all/,
  );
});

test('Enter goes into a workflow, unfolds what is done for each item, and opens its tasks', async () => {
  const { terminal } = await openWork(120, 40, modules());
  for (const key of ['\r', 'j', '\r']) terminal.press(key);
  const text = await terminal.shows(/├ ■ screen\.0 /);
  expect(text).toMatch(/├ ✗ screen\.3 +failed.*\n +└ ∙ screen\.4 +queued/);
  for (const key of ['jjj', '\r']) terminal.press(key);
  await terminal.shows(/task +p-3/);
  terminal.press('\x1b');
  await terminal.shows(/› +├ ● screen\.2/);
  terminal.press('\x1b');
  await terminal.shows(/› ● hr/);
  terminal.press('\x1b');
  await terminal.shows(/─ 1 agents ─/);
});

test('keys steer the workflow under the cursor, or the task of it', async () => {
  const { terminal, run } = await openWork(120, 40, modules());
  terminal.press('jr');
  await terminal.shows(/Retry 1 task of finance\?/);
  terminal.press('y');
  await expect.poll(() => run.commands.at(-1)).toBe('retry finance');
  terminal.press('kx');
  await terminal.shows(/Cancel 4 tasks of hr\?/);
  terminal.press('\x1b');
  await terminal.hides(/Cancel 4 tasks/);
  for (const key of ['\r', 'j', 'C']) terminal.press(key);
  await expect.poll(() => run.commands.at(-1)).toBe('cancel screen');
});

test('p keeps a workflow back and lets it go on', async () => {
  const { terminal, run } = await openWork(120, 40, modules());
  terminal.press('p');
  await expect.poll(() => run.commands.at(-1)).toBe('pause workflow:hr');
  await terminal.shows(/› ‖ hr .* paused/);
  terminal.press('p');
  await expect.poll(() => run.commands.at(-1)).toBe('resume workflow:hr');
  await terminal.shows(/› ● hr /);
});

test('f goes to what failed, s puts it first, / keeps what has a word', async () => {
  const { terminal } = await openWork(120, 40, manyFlows(100));
  terminal.press('f');
  await terminal.shows(/› ✗ flow-002/);
  terminal.press('f');
  await terminal.shows(/› ✗ flow-006/);
  terminal.press('s');
  await terminal.shows(/by trouble ─/);
  expect(await terminal.text()).toMatch(/workflow .*\n {2}✗ flow-002/);
  terminal.press('/099');
  terminal.press('\r');
  const text = await terminal.shows(/\/099 1 of 100/);
  expect(text).toMatch(/› □ flow-099/);
  terminal.press('\x1b');
  await terminal.shows(/flow-010/);
});

test('a hundred workflows are read once a second at most, whatever is drawn and pressed', async () => {
  const run = manyFlows(100);
  let reads = 0;
  const { view } = run;
  run.work = () => {
    reads++;
    return view;
  };
  const start = performance.now();
  const { terminal } = await openWork(200, 60, run);
  for (let i = 0; i < 40; i++) {
    run.emit({ type: 'run.phase', phase: 'RUNNING', reason: null });
    terminal.press('j');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await terminal.shows(/› ■ flow-040/);
  expect(reads).toBeLessThanOrEqual(1 + Math.ceil((performance.now() - start) / 1_000));
});

test('what a workflow cost and may cost are told apart, however small they are', async () => {
  const run = manyFlows(3);
  const view = run.view as WorkflowsView;
  const workflows = view.workflows.map((flow) => ({ ...flow, budgetNanoUsd: 50_000_000 }));
  run.work = () => ({ ...view, workflows });
  const { terminal } = await openWork(120, 40, run);
  expect(await terminal.text()).toMatch(/flow-000 .* \$0\.0\d+ +of \$0\.0500 /);
});

test('one workflow without a name needs no list', async () => {
  const run = runOfFlows({
    '': { draft: { is: 'done' }, review: { needs: ['draft'], is: 'running' } },
  });
  const { terminal } = await openWork(80, 24, run);
  const text = await terminal.text();
  expect(text).not.toContain('─ workflows ─');
  expect(text).toMatch(/─ workflow ─.* critical path, 2 levels ─/);
  for (const key of ['j', '\r']) terminal.press(key);
  await terminal.shows(/Question 1\?/);
});

test('votes stand as bars, with the leader, how sure it is, why it is decided and what that saved', async () => {
  const { terminal } = await openWork(100, 30, votes());
  const text = await terminal.text();
  expect(text).toMatch(/─ questions ─+ 2 of 3 decided {2}saved 3 calls ~\$0\.0060 ─/);
  expect(text).toMatch(/› ■ How many moons has Mars\? +2 +▓+░* +5\/9 +83 % +3/);
  expect(text).toMatch(/\n {2}– Is it art\?/);
  expect(text).toMatch(
    /─ How many moons has Mars\? ─+ ■ decided {2}6 of 9 voters · 3 calls saved ─/,
  );
  expect(text).toMatch(
    /\n 2 +▓+░+ +5 votes +83 %\n 1 +▓+░+ +1 vote +17 %\n decided 2 · the rest cannot/,
  );
  expect(text).toMatch(/\n {2}· q0\.6 skipped/);
  terminal.press('jj');
  await terminal.shows(/\n no answer wins · none reached 0\.6 of the votes/);
});

test('variants stand side by side', async () => {
  const { terminal } = await openWork(100, 30, variants());
  const text = await terminal.text();
  expect(text).toMatch(/variant +done +failed +% ok +p50 +tokens +cost +w\/l\/t/);
  expect(text).toMatch(/› ■ short +10\/10 +0 +100 +1\.9s +400 +\$0\.0200 +5\/1\/2/);
  expect(text).toMatch(/\n {2}● long +7\/10 +1 +87\.5 .* 1\/5\/2/);
  terminal.press('j');
  await terminal.shows(/─ long ─+ 10 tasks ─/);
});

test('content tells the chunks that were read, and of each batch who reads it', async () => {
  const { terminal } = await openWork(80, 24, book());
  const text = await terminal.text();
  expect(text).toMatch(
    /─ content ─+ 600 of 1,140 chunks read, 53 % {2}200 being read {2}shared out ─/,
  );
  expect(text).toMatch(/\n {2}● book\.6 +streaming +100 .* agent_6/);
});

test('where each task stands alone D says so, and no pane is taken', async () => {
  const { terminal } = open(200, 60, hundred());
  await terminal.shows(/RUNNING/);
  terminal.press('D');
  await terminal.shows(/each task stands alone/);
  expect(await terminal.text()).not.toContain('D workflows');
});

test('the run screen has the work beside the agents, or in a line, and tells blocked tasks from waiting ones', async () => {
  const { terminal } = open(200, 60, modules());
  let text = await terminal.shows(/─ D workflows ─+ 1 of 4 done {2}1 failed/);
  expect(text).toMatch(/● hr +▓+░+ +4\/9/);
  expect(text).toMatch(/2 failed {2}2 skipped {2}4 blocked/);
  expect(text).toMatch(/─ 4 queue ─+ 1 wait ─/);
  expect(text).toMatch(/4 blocked\n/);
  terminal.resize(80, 24);
  text = await terminal.shows(/\n workflows {2}1 of 4 done {2}1 failed {2}1 run/);
  terminal.resize(60, 15);
  await terminal.shows(/\n workflows {2}1 of 4 done/);
});

test('one workflow is shown on the run screen by its critical path', async () => {
  const run = runOfFlows({
    hr: {
      parse: { is: 'done' },
      screen: { needs: ['parse'], is: 'running' },
      policy: { needs: ['parse'], is: 'done' },
      match: { needs: ['screen'], is: 'blocked' },
    },
  });
  const { terminal } = open(200, 60, run);
  const text = await terminal.shows(/─ D hr ─/);
  expect(text).toMatch(/┃ ■ parse .*\n.*┃ ● screen .*\n.*┃ □ match /);
  expect(text).not.toMatch(/┃ . policy/);
});

const sizes = [
  [1, 1],
  [20, 5],
  [41, 9],
  [59, 14],
  [60, 15],
  [80, 24],
  [139, 12],
  [140, 40],
  [250, 70],
] as const;

test.each([
  ['workflows', modules],
  ['many', () => manyFlows(100)],
  ['votes', votes],
  ['variants', variants],
  ['content', book],
] as const)('%s can be drawn at any size, inside and out', async (_, run) => {
  const { terminal } = await openWork(80, 24, run());
  for (const keys of ['', '\t', 'z'])
    for (const [columns, rows] of sizes) {
      if (keys !== '') terminal.press(keys);
      terminal.resize(columns, rows);
      await new Promise((resolve) => setTimeout(resolve, 15));
      expect(await terminal.text(), `${columns}×${rows}`).not.toContain('cannot be drawn');
    }
});

test('without colour and without Unicode the states and the critical path are told apart', async () => {
  const { terminal } = open(100, 30, modules(), { settings: { glyphs: 'ascii', theme: 'mono' } });
  await terminal.shows(/RUNNING/);
  terminal.press('D');
  const text = await terminal.shows(/> \* hr/);
  expect(text).toMatch(/\n {2}X finance/);
  expect(text).toMatch(/\n {2}b compliance/);
  expect(text).toMatch(/\n> +1 {2}\| d parse[^|]*\n +2 {2}\| \* screen[^|]*\n {10}d policy/);
});

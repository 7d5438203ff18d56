import { afterEach, expect, test } from 'vitest';
import type { ConsoleOptions } from '../../components/console-options.ts';
import { FixtureHistory } from './fixture-history.ts';
import { runOfFlows } from './fixture-work.ts';
import { closeConsole, hundred, open } from './open-console.ts';
import type { RunFixture } from './run-fixture.ts';

afterEach(closeConsole);

/** The console over a run, with a history behind it. */
async function openHistory(more: Partial<ConsoleOptions> = {}, run: RunFixture = hundred()) {
  const history = new FixtureHistory();
  const opened = open(120, 40, run, { history, ...more });
  await opened.terminal.shows(/cathedral/);
  opened.terminal.press(':history\r');
  await opened.terminal.shows(/─ history ─/);
  return { ...opened, history };
}

const over = (): RunFixture => {
  const run = hundred();
  run.emit({ type: 'run.finished', phase: 'DONE', exitCode: 1, reason: null });
  return run;
};

test('runs stand newest first, with what became of each and what it cost', async () => {
  const { terminal } = await openHistory();
  const text = await terminal.shows(/alpha +■ finished/);
  const names = text.match(/(echo|delta|carol|bravo|alpha)(?= +[!●‖■])/g);
  expect(names).toEqual(['echo', 'delta', 'carol', 'bravo', 'alpha']);
  expect(text).toMatch(/› echo +! unreadable +heavy .* –/);
  expect(text).toMatch(/delta +● running/);
  expect(text).toMatch(/carol +‖ unfinished +heavy .* 3 +1 +12 +\$1\.25/);
  expect(text).toContain('─ 5 runs ─');
});

test('the tasks of a run are those that it began with until it is known how many it has come to', async () => {
  const { terminal, history } = await openHistory();
  await terminal.shows(/alpha +■ finished/);
  expect(await terminal.text()).toMatch(/carol .* 3 +1 +12 +\$1\.25/);
  const silent = new FixtureHistory();
  silent.silent = true;
  const early = open(120, 40, hundred(), { history: silent });
  await early.terminal.shows(/cathedral/);
  early.terminal.press(':history\r');
  await early.terminal.shows(new RegExp(`carol .* ${history.planned} `));
});

test('a wide list says when a run began and what it takes, a narrow one what became of it', async () => {
  const { terminal } = await openHistory();
  terminal.resize(140, 40);
  await terminal.shows(
    /carol +‖ unfinished +heavy +2026-11-0\d \d\d:\d\d .* 3 +1 +12 +\$1\.25 +3\.4 MB/,
  );
  terminal.resize(60, 12);
  await terminal.shows(/\n {2}carol +‖ unfinished +\S+ +3\n/);
});

test('the runs are named before it is known what became of them', async () => {
  const history = new FixtureHistory();
  history.silent = true;
  const { terminal } = open(120, 40, hundred(), { history });
  await terminal.shows(/cathedral/);
  terminal.press(':history\r');
  await terminal.shows(/carol +… +heavy/);
});

test('/ keeps what has the words, and the cursor goes with what is shown', async () => {
  const { terminal } = await openHistory();
  await terminal.shows(/alpha +■ finished/);
  terminal.press('/finished\r');
  const text = await terminal.shows(/\/finished 3 of 5/);
  expect(text).not.toMatch(/delta +●/);
  terminal.press('j');
  await terminal.shows(/› (carol|bravo) /);
});

test('Enter shows the run as it ended, read-only, and Esc leads back to the list and to the run', async () => {
  const { terminal, run, history } = await openHistory();
  await terminal.shows(/alpha +■ finished/);
  terminal.press('G');
  await terminal.shows(/› alpha/);
  terminal.press('\r');
  const text = await terminal.shows(/read-only {2}■ DONE/);
  expect(text).toContain('alpha · heavy');
  expect(text).toMatch(/ended +DONE · \d+ tasks? done/);
  expect(text).toMatch(/ A answers {2}r resume {2}< earlier {2}> later/);
  terminal.press('px');
  terminal.press(':pause\r');
  await terminal.shows(/:pause +this run is shown read-only/);
  expect(history.opened[0].commands).toEqual([]);
  terminal.press('\x1b');
  await terminal.hides(/:pause/);
  terminal.press('\x1b');
  await terminal.shows(/─ history ─/);
  expect(history.opened[0].replay.closed).toBe(true);
  terminal.press('\x1b');
  await terminal.shows(/cathedral .*● RUNNING/);
  expect(run.commands).toEqual([]);
});

test('the work of a run of the past says of which moment it is, and offers what can be done with it', async () => {
  const { terminal, history } = await openHistory();
  await terminal.shows(/alpha +■ finished/);
  history.work = runOfFlows({ hr: { read: { is: 'done' } } }).view;
  terminal.press('G\r');
  await terminal.shows(/read-only/);
  terminal.press('D');
  const text = await terminal.shows(/^ workflows {2}alpha .*read-only {2}■ DONE 1m00s/);
  expect(text).toMatch(/ < earlier {2}> later/);
  expect(text).not.toMatch(/p pause|r retry|x cancel/);
  await history.opened[0].replay.to(30_000);
  await terminal.shows(/read-only {2}as it stood at 30s of 1m00s/);
});

test('a run of the past is zoomed, and its answers are read, without losing the way back', async () => {
  const { terminal } = await openHistory();
  await terminal.shows(/alpha +■ finished/);
  terminal.press('G\r');
  await terminal.shows(/read-only/);
  terminal.press('2z');
  await terminal.hides(/─ 1 agents ─/);
  terminal.press('\x1b');
  await terminal.shows(/─ 1 agents ─/);
  terminal.press('A');
  await terminal.shows(/results {2}alpha .*read-only/);
  terminal.press('\x1b');
  await terminal.shows(/─ 1 agents ─/);
  // The pane that was zoomed has still the focus: that is one level more.
  await expect
    .poll(async () => {
      terminal.press('\x1b');
      await new Promise((resolve) => setTimeout(resolve, 100));
      return terminal.text();
    })
    .toContain('─ history ─');
});

test('an unfinished run says that r resumes it, and r asks first', async () => {
  const { terminal, history } = await openHistory({}, over());
  await terminal.shows(/carol +‖ unfinished/);
  terminal.press('jj\r');
  const text = await terminal.shows(/read-only {2}‖ UNFINISHED/);
  expect(text).toMatch(/unfinished +resume with r · \d+ tasks not done/);
  terminal.press('r');
  await terminal.shows(/─ Resume carol\? ─.*\n {2}\d+ tasks left to do/);
  expect(history.resumed).toEqual([]);
  terminal.press('\r');
  await terminal.shows(/resumed · heavy .*● RUNNING/);
  expect(history.resumed).toEqual(['/carol']);
  expect(history.opened[0].replay.closed).toBe(true);
  terminal.press('p');
  await expect.poll(() => history.next.commands).toEqual(['pause']);
});

test('of a finished run r tries what failed once more; where nothing did it says so', async () => {
  const { terminal, history } = await openHistory({}, over());
  await terminal.shows(/alpha +■ finished/);
  terminal.press('Gr');
  await terminal.shows(/nothing is left to do in alpha: none of its tasks has failed/);
  terminal.press('kR');
  await terminal.shows(/resumed · heavy .*● RUNNING/);
  expect(history.resumed).toEqual(['/bravo --failed']);
});

test('what cannot be resumed or opened says why in a sentence', async () => {
  const { terminal, history } = await openHistory();
  await terminal.shows(/alpha +■ finished/);
  terminal.press('r');
  await terminal.shows(/the record of echo cannot be read/);
  terminal.press('jr');
  await terminal.shows(/delta is running already/);
  history.refuses = 'OPENAI_API_KEY is not set';
  terminal.press('jR');
  await terminal.shows(/OPENAI_API_KEY is not set/);
  history.refuses = 'run.db is missing';
  terminal.press('\r');
  await terminal.shows(/run\.db is missing/);
  expect(await terminal.text()).toContain('─ history ─');
});

test('d asks before it deletes, and never deletes one that is running', async () => {
  const { terminal, history } = await openHistory();
  await terminal.shows(/alpha +■ finished/);
  terminal.press('jd');
  await terminal.shows(/delta is running and stays/);
  terminal.press('jd');
  await terminal.shows(/─ Delete carol\? ─.*\n {2}Its record of 12 tasks, 3\.4 MB, in \/carol/);
  terminal.press('\x1b');
  await terminal.hides(/Delete carol/);
  expect(history.runs).toHaveLength(5);
  terminal.press('d');
  await terminal.shows(/Delete carol/);
  terminal.press('y');
  await terminal.shows(/deleted \/carol/);
  await terminal.shows(/─ 4 runs ─/);
  expect(history.runs.map(({ name }) => name)).not.toContain('carol');
  expect(await terminal.text()).toMatch(/› (bravo|delta)/);
});

test('< and > show a run as it stood before, { and } its beginning and its end', async () => {
  const { terminal, history } = await openHistory();
  await terminal.shows(/alpha +■ finished/);
  terminal.press('G\r');
  await terminal.shows(/read-only {2}■ DONE/);
  const [past] = history.opened;
  const t = () => past.snapshot().t / past.replay.endT;
  terminal.press('<<');
  await terminal.shows(/read-only {2}as it stood at {2}\S+ of \S+/);
  expect(t()).toBeCloseTo(0.9);
  terminal.press('>');
  await expect.poll(t).toBeCloseTo(0.95);
  terminal.press('{');
  await expect.poll(t).toBe(0);
  terminal.press('}');
  await terminal.shows(/read-only {2}■ DONE/);
  expect(t()).toBe(1);
});

test('a live run goes on behind the one that is looked at; its end is told, and it is back with Esc', async () => {
  const run = hundred();
  const { terminal } = await openHistory({}, run);
  await terminal.shows(/alpha +■ finished/);
  terminal.press('G\r');
  await terminal.shows(/read-only/);
  run.emit({ type: 'run.finished', phase: 'DONE', exitCode: 0, reason: null });
  await terminal.shows(/cathedral has ended: DONE/);
  terminal.press('\x1b');
  await terminal.shows(/─ history ─/);
  terminal.press('\x1b');
  await terminal.shows(/cathedral · heavy .*■ DONE/);
});

test('to leave or to stop brings the live run back first, and asks about that', async () => {
  const { terminal, run } = await openHistory();
  await terminal.shows(/alpha +■ finished/);
  terminal.press('G\r');
  await terminal.shows(/read-only/);
  terminal.press('q');
  await terminal.shows(/Leave cathedral\?/);
  expect(await terminal.text()).toContain('● RUNNING');
  terminal.press('\x1b');
  await terminal.hides(/Leave cathedral/);
  terminal.press(':history\r');
  await terminal.shows(/› \w+ +\S/);
  terminal.press('\r');
  await terminal.shows(/read-only/);
  terminal.press('\x03');
  await terminal.shows(/Stop cathedral\?/);
  terminal.press('\x03');
  await terminal.shows(/STOPPED/);
  expect(run.commands).toEqual(['stop now']);
});

test('marks and cursor of a run are as they were when it is seen again', async () => {
  const { terminal } = await openHistory();
  terminal.press('\x1b');
  await terminal.shows(/─ 1 agents ─/);
  terminal.press('1  ');
  await terminal.shows(/2 marked/);
  terminal.press(':history\r');
  await terminal.shows(/alpha +■ finished/);
  terminal.press('G\r');
  await terminal.shows(/read-only/);
  expect(await terminal.text()).not.toContain('2 marked');
  terminal.press('\x1b');
  await terminal.shows(/─ history ─/);
  terminal.press('\x1b');
  await terminal.shows(/2 marked/);
});

test('leaving a past run with none behind it leaves without its exit code', async () => {
  const { terminal, outcome } = await openHistory({}, over());
  await terminal.shows(/alpha +■ finished/);
  terminal.press('G\r');
  await terminal.shows(/read-only/);
  terminal.press('q');
  expect(await outcome).toEqual({ action: 'left', exitCode: 1 });
});

test('where there is no history :history says so', async () => {
  const { terminal } = open(100, 30);
  await terminal.shows(/cathedral/);
  terminal.press(':history\r');
  await terminal.shows(/there is no history here/);
});

test('a click puts the cursor on a run, two open it, and keys of the footer are pressed by it', async () => {
  const { terminal } = await openHistory();
  await terminal.shows(/alpha +■ finished/);
  const click = (x: number, y: number) => `\x1b[<0;${x + 1};${y + 1}M\x1b[<0;${x + 1};${y + 1}m`;
  terminal.press(click(5, 5));
  await terminal.shows(/› bravo/);
  const lines = await terminal.lines();
  terminal.press(click(lines[39].indexOf('d delete'), 39));
  await terminal.shows(/Delete bravo\?/);
  terminal.press('\x1b');
  await terminal.hides(/Delete bravo/);
  terminal.press(click(5, 6));
  await terminal.shows(/› alpha/);
  terminal.press(click(5, 6));
  await terminal.shows(/read-only {2}■ DONE/);
});

import { afterEach, expect, test } from 'vitest';
import { closeConsole, open } from './open-console.ts';
import { RunFixture } from './run-fixture.ts';

afterEach(closeConsole);

/** Forty tasks of which some have failed; all have ended. */
const ended = () =>
  new RunFixture({ roles: { kaoz: 8 }, tasks: 40, concurrency: 8, faults: 0.5 }).advance(60_000);
const running = () =>
  new RunFixture({ roles: { kaoz: 8 }, tasks: 400, concurrency: 8, faults: 0.4 }).advance(20_000);

async function openResults(columns: number, rows: number, run: RunFixture) {
  const opened = open(columns, rows, run);
  await opened.terminal.shows(/cathedral/);
  opened.terminal.press('A');
  await opened.terminal.shows(/─ answers ─/);
  return opened;
}

test('A shows what tasks gave: a list with figures, and the one under the cursor whole', async () => {
  const run = ended();
  const long = Array.from({ length: 60 }, (_, line) => `line ${line} of a long answer`).join('\n');
  run.answers.set(0, { id: 'p-0', text: long, error: null });
  const { terminal } = await openResults(120, 40, run);
  const text = await terminal.text();
  const { done, failed } = run.snapshot().tasks;
  expect(text).toContain(` results  cathedral · heavy`);
  expect(text).toContain(`${done} done · ${failed} failed`);
  expect(text).toMatch(/task +agent +tokens +cost +time/);
  expect(text).toMatch(/› [■✗] p-0 +kaoz_\d .*line 0 of a long answer line 1 of/);
  expect(text).toMatch(/─ p-0 ─+ (done|failed) {2}kaoz_\d/);
  expect(text).toMatch(/\n line 3 of a long answer\n/);
  terminal.press('j');
  await terminal.shows(/› [■✗] p-1 .*\n/);
  await terminal.shows(/─ p-1 ─/);
  terminal.press('G');
  await terminal.shows(/› [■✗] p-39 /);
});

test('the text is read to its end, beside the list and alone', async () => {
  const run = ended();
  const long = Array.from({ length: 90 }, (_, line) => `line ${line} of a long answer`).join('\n');
  run.answers.set(0, { id: 'p-0', text: long, error: null });
  const { terminal } = await openResults(120, 40, run);
  terminal.press('\t');
  terminal.press('G');
  await terminal.shows(/\n line 89 of a long answer\n/);
  terminal.press('g');
  await terminal.shows(/\n line 0 of a long answer\n/);
  terminal.press('z');
  const alone = await terminal.shows(/\n line 30 of a long answer\n/);
  expect(alone).not.toContain('─ answers ─');
  terminal.press('\x1b');
  await terminal.shows(/─ answers ─/);
});

test('on a wide terminal the text stands beside the list, on a small one instead of it', async () => {
  const { terminal } = await openResults(160, 40, ended());
  expect((await terminal.lines())[1]).toMatch(/─ answers ─.*─ p-0 ─/);
  terminal.resize(50, 9);
  await terminal.hides(/─ p-0 ─/);
  terminal.press('\t');
  await terminal.shows(/─ p-0 ─/);
  terminal.press('\t');
  await terminal.shows(/─ answers ─/);
});

test('what models and servers write cannot move the cursor, and wide characters keep the columns', async () => {
  const run = ended();
  run.answers.set(0, { id: 'p\x1b[2J-0', text: '\x1b[31mred\x1b[0m 港町の石\nnext', error: null });
  const { terminal } = await openResults(120, 40, run);
  const text = await terminal.shows(/› [■✗] p-0 .*red 港町の石 next/);
  expect(text).toMatch(/\n red 港町の石\n next\n/);
  expect(terminal.transcript).not.toContain('\x1b[31mred');
});

test('an answer that matches a schema is laid out', async () => {
  const run = ended();
  const output = { city: 'Oslo', of: [1] };
  run.answers.set(0, { id: 'p-0', text: JSON.stringify(output), error: null, output });
  const { terminal } = await openResults(120, 40, run);
  expect(await terminal.text()).toMatch(/\n \{\n {3}"city": "Oslo",\n {3}"of": \[\n {5}1\n/);
});

test('f shows one kind alone, s puts them in another order', async () => {
  const run = ended();
  const { done, failed } = run.snapshot().tasks;
  const { terminal } = await openResults(120, 40, run);
  await terminal.shows(/─ answers ─+ 40 {2}as planned ─/);
  terminal.press('f');
  await terminal.shows(new RegExp(`─ ${done} {2}done only {2}as planned ─`));
  terminal.press('f');
  const text = await terminal.shows(new RegExp(`─ ${failed} {2}failed only {2}as planned ─`));
  expect(text).not.toMatch(/\n. ■ p-/);
  terminal.press('ff');
  terminal.press('s');
  await terminal.shows(/newest first ─/);
  terminal.press('S');
  await terminal.shows(/newest first, reversed ─/);
});

test('/ looks through the texts as it is typed; Esc takes the filter away', async () => {
  const run = ended();
  run.answers.set(7, { id: 'p-7', text: 'A stone in the HARBOUR.', error: null });
  run.answers.set(11, { id: 'p-11', text: 'Harbour light.', error: null });
  const { terminal } = await openResults(120, 40, run);
  terminal.press('/harbour');
  let text = await terminal.shows(/\/harbour 2 of 40 /);
  expect(text).toMatch(/› [■✗] p-7 .*\n {2}[■✗] p-11 .*\n *\n/);
  terminal.press('\r');
  terminal.press('j');
  text = await terminal.shows(/› [■✗] p-11 /);
  expect(text).toContain('Harbour light.');
  terminal.press('\x1b');
  await terminal.shows(/─ answers ─+ 40 /);
  terminal.press('/!/answer to/\r');
  await terminal.shows(/\/!\/answer to\/ \d+ of 40/);
  expect(await terminal.text()).not.toContain('The answer to');
  terminal.press('\x1b');
  await terminal.hides(/answer to\/ /);
  terminal.press('/status:failed\r');
  await terminal.shows(new RegExp(`/status:failed ${run.snapshot().tasks.failed} of 40`));
});

test('the cursor stays with its task while others end and the list grows', async () => {
  const run = running();
  const { terminal } = await openResults(120, 40, run);
  terminal.press('s');
  await terminal.shows(/newest first ─/);
  const [, at] = /(?:p-.*\n.*){3}(p-\d+)/.exec(await terminal.text()) ?? [];
  terminal.press('jjj');
  await terminal.shows(new RegExp(`› . ${at} `));
  const before = run.snapshot().tasks.ended;
  run.advance(4_000);
  await terminal.shows(new RegExp(`─ ${run.snapshot().tasks.ended} {2}newest first`));
  expect(run.snapshot().tasks.ended).toBeGreaterThan(before);
  // Newer ones stand above it now, so that it may have moved out of sight: its text is still shown.
  expect(await terminal.text()).toContain(`─ ${at} ─`);
});

test('e shows failures by what they have in common, and Enter those of one kind', async () => {
  const run = ended();
  const failed = run.results.tasks({ kind: 'failed', order: 'plan', reversed: false });
  const message = 'server: 500: cannot tokenise "x" at 7';
  for (const task of failed.subarray(0, 2))
    run.answers.set(task, { id: `p-${task}`, text: null, error: message });
  const { terminal } = await openResults(120, 40, run);
  terminal.press('e');
  const text = await terminal.shows(/─ failures ─/);
  expect(text).toMatch(new RegExp(`─ ${failed.length} tasks {2}2 kinds ─`));
  expect(text).toMatch(/› +\d+ +\d+:[\d.]+ – \d+:[\d.]+ +server: it broke/);
  expect(text).toMatch(/\n {2,}2 .*server: #: cannot tokenise "…" at #/);
  terminal.press('j');
  await terminal.shows(/\n 500: cannot tokenise "x" at 7\n/);
  terminal.press('\r');
  await terminal.shows(/─ failed: server: #: cannot tokenise "…" at # ─+ 2 {2}/);
  terminal.press('\x1b');
  await terminal.shows(/─ failures ─/);
});

test('r on a kind of failure says what it touches and asks, R does not ask', async () => {
  const run = running();
  const { terminal } = await openResults(120, 40, run);
  const failed = run.snapshot().tasks.failed;
  expect(failed).toBeGreaterThan(1);
  terminal.press('e');
  await terminal.shows(new RegExp(`─ ${failed} tasks {2}1 kind ─`));
  terminal.press('r');
  const asked = await terminal.shows(new RegExp(`Retry ${failed} tasks: server: it broke\\?`));
  expect(asked).toContain(`${failed} tasks, all failed`);
  terminal.press('\x1b');
  await terminal.hides(/Retry/);
  expect(run.commands).toEqual([]);
  terminal.press('r');
  await terminal.shows(/Retry/);
  terminal.press('\r');
  await terminal.shows(/no task has failed for good/);
  expect(run.commands).toEqual(['retry server: it broke']);
  expect(run.snapshot().tasks.failed).toBe(0);
});

test('once the run is over r is greyed and says what tries the failures again', async () => {
  const { terminal, run } = await openResults(120, 40, ended());
  const lines = await terminal.lines();
  const row = lines.findIndex((line) => line.includes('r retry'));
  const grey = (await terminal.cell(lines[row].indexOf('r retry'), row)).colour;
  const other = (await terminal.cell(lines[row].indexOf('e failures'), row)).colour;
  expect(grey).not.toBe(other);
  terminal.press('r');
  await terminal.shows(/swarmdeck resume r-fixture --failed tries what failed once more/);
  expect(run.commands).toEqual([]);
});

test('an export writes all, what is shown, what is marked, or a selection', async () => {
  const run = ended();
  run.answers.set(7, { id: 'p-7', text: 'A stone.', error: null });
  const { terminal } = await openResults(120, 40, run);
  terminal.press('E');
  await terminal.shows(/:export /);
  terminal.press('all.csv\r');
  await terminal.shows(/all results in all\.csv/);
  terminal.press('  ');
  await terminal.shows(/2 marked/);
  terminal.press(':export marked.jsonl marked\r');
  await terminal.shows(/2 results in marked\.jsonl/);
  terminal.press('/stone\r');
  await terminal.shows(/\/stone 1 of 40/);
  terminal.press(':export! shown.md shown\r');
  await terminal.shows(/1 results in shown\.md/);
  const failed = run.snapshot().tasks.failed;
  terminal.press(':export failed.csv status:failed\r');
  await terminal.shows(new RegExp(`${failed} results in failed\\.csv`));
  expect(run.results.exports.map(({ file, overwrite }) => `${file} ${overwrite}`)).toEqual([
    'all.csv false',
    'marked.jsonl false',
    'shown.md true',
    'failed.csv false',
  ]);
  expect(run.results.exports[1].tasks).toEqual([0, 1]);
  expect(run.results.exports[2].tasks).toEqual([7]);
});

test('an export that cannot be says why, and leaves what was typed', async () => {
  const { terminal } = await openResults(120, 40, ended());
  terminal.press(':export out.txt\r');
  await terminal.shows(/:export out\.txt.*out\.txt ends in none of them/);
  terminal.press('\x1b');
  await terminal.hides(/:export/);
  terminal.press(':export out.csv marked\r');
  await terminal.shows(/no result is marked; Space marks/);
});

test('Enter opens the task, and Esc leads back to the list and to the run', async () => {
  const { terminal } = await openResults(120, 40, ended());
  terminal.press('jj');
  await terminal.shows(/› . p-2 /);
  terminal.press('\r');
  await terminal.hides(/─ answers ─/);
  await terminal.shows(/p-2/);
  terminal.press('\x1b');
  await terminal.shows(/› . p-2 /);
  terminal.press('\x1b');
  await terminal.shows(/─ 1 agents ─/);
});

test('a record that cannot be read says so, and the run goes on', async () => {
  const run = running();
  run.results.broken = 'run.db is damaged';
  const { terminal } = await openResults(120, 40, run);
  await terminal.shows(/run\.db is damaged/);
  run.results.broken = null;
  run.advance(1_000);
  await terminal.shows(/› [■✗] p-\d+ /);
});

test(':results leads there too, and before anything has ended it says so', async () => {
  const run = new RunFixture({ tasks: 10 });
  const { terminal } = open(100, 30, run);
  await terminal.shows(/cathedral/);
  terminal.press(':results\r');
  await terminal.shows(/no task has ended yet/);
});

/** A press and a release of the left button at a cell; columns and rows from 0. */
const click = (x: number, y: number) => `\x1b[<0;${x + 1};${y + 1}M\x1b[<0;${x + 1};${y + 1}m`;
const wheelDown = (x: number, y: number) => `\x1b[<65;${x + 1};${y + 1}M`;

test('a click puts the cursor on a result, two open it, and the wheel turns what is under it', async () => {
  const run = ended();
  const long = Array.from({ length: 90 }, (_, line) => `line ${line} of a long answer`).join('\n');
  run.answers.set(2, { id: 'p-2', text: long, error: null });
  const { terminal } = await openResults(120, 40, run);
  terminal.press(click(10, 5));
  await terminal.shows(/› [■✗] p-2 /);
  terminal.press(wheelDown(10, 30));
  await terminal.hides(/\n line 2 of a long answer\n/);
  terminal.press(wheelDown(10, 5));
  await terminal.shows(/› [■✗] p-5 /);
  terminal.press(click(10, 4));
  await terminal.shows(/› [■✗] p-1 /);
  terminal.press(click(10, 4));
  await terminal.hides(/─ answers ─/);
});

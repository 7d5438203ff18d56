import { afterEach, expect, test } from 'vitest';
import { parseFilter } from '../../components/filter/filter.ts';
import { logLines, logPage } from '../../components/panes/log-page.ts';
import { drawLog } from '../../components/panes/log-rows.ts';
import { subjectOf } from '../../components/panes/log-subject.ts';
import { type LogView, newLogView } from '../../components/panes/log-view.ts';
import { drawn, sceneOf } from './draw.ts';
import { closeConsole, open } from './open-console.ts';
import { RunFixture } from './run-fixture.ts';

afterEach(closeConsole);

const quiet = () => new RunFixture({ roles: { kaoz: 20 }, faults: 0 });

/** Changes of the concurrency, each a line of its own: to 1, to 2 and so on. */
function changed(run: RunFixture, times: number): RunFixture {
  for (let to = 1; to <= times; to++) {
    run.t += 100;
    run.emit({ type: 'concurrency.changed', from: to - 1, to, by: 'mo', reason: '' });
  }
  return run;
}

const fail = (run: RunFixture, agent: number, message = 'filtered') =>
  run.emit({
    type: 'task.failed',
    task: agent,
    agent,
    route: 0,
    attempts: 1,
    durationMs: 900,
    class: 'content-filter',
    status: null,
    message,
    uncertain: false,
    outputTokens: 0,
  });

const log = (run: RunFixture, view: Partial<LogView> = {}, typed = '', rows = 6) => {
  const parsed = parseFilter(typed, 'log');
  const filters = { log: (parsed.ok ? parsed.filter : null) ?? undefined };
  const scene = sceneOf(run.snapshot(), { log: { ...newLogView, ...view }, filters, focus: 'log' });
  return drawn(drawLog, scene, 80, rows);
};

const tos = (rows: readonly string[]) => rows.map((row) => /→ (\d+)$/.exec(row)?.[1]).slice(1);

test('errors alone, or what a filter keeps, with how many there are', () => {
  const run = changed(quiet(), 3);
  fail(run, 7);
  const [title, ...lines] = log(run, { errorsOnly: true });
  expect(title).toMatch(/─ 7 log ─+ errors only {2}6 events ─$/);
  expect(lines.filter(Boolean)).toEqual([expect.stringContaining('kaoz_7    failed')]);
  const filtered = log(run, {}, '/→ [12]$/');
  expect(filtered[0]).toMatch(/─ \/\/→ \[12\]\$\/ 2 of 6 {2}6 events ─$/);
  expect(tos(filtered).filter(Boolean)).toEqual(['2', '1']);
  expect(log(run, {}, '!concurrency').join('\n')).not.toContain('→');
  expect(log(run, {}, 'nothing like it')[1]).toBe(' no line matches');
});

test('a frozen log stays as it is and counts what is new', () => {
  const run = changed(quiet(), 3);
  const frozenAt = run.snapshot().notable.count;
  const before = log(run, { frozenAt });
  expect(before[0]).toMatch(/ frozen {2}5 events ─$/);
  changed(run, 41);
  const after = log(run, { frozenAt });
  expect(after[0]).toMatch(/ frozen · 41 new {2}46 events ─$/);
  expect(after.slice(1)).toEqual(before.slice(1));
});

test('the cursor keeps its line and its row while newer lines come', () => {
  const run = changed(quiet(), 50);
  const snapshot = run.snapshot();
  const wish = { view: newLogView, filter: undefined, operator: 'mo' };
  const cursor = logLines(snapshot, wish).lines[10].number;
  const view = { ...newLogView, cursor, row: 2 };
  const before = logPage(snapshot, { ...wish, view }, 5);
  changed(run, 30);
  fail(run, 1);
  expect(logPage(run.snapshot(), { ...wish, view }, 5).lines).toEqual(before.lines);
  expect(before.row).toBe(2);
});

test('it goes back through 2,000 events, and no further', () => {
  const run = changed(quiet(), 2_500);
  const wish = { view: { ...newLogView, cursor: 0, row: 4 }, filter: undefined, operator: 'mo' };
  const page = logPage(run.snapshot(), wish, 5);
  expect(page).toMatchObject({ row: 4, all: 2_000 });
  expect(page.lines[4].what).toBe('concurrency 500 → 501');
});

test('a line that folds many events keeps its place while it grows', () => {
  const run = quiet();
  for (let agent = 0; agent < 4; agent++) fail(run, agent);
  const wish = { view: newLogView, filter: undefined, operator: 'mo' };
  const [before] = logLines(run.snapshot(), wish).lines;
  fail(run, 9);
  const [after] = logLines(run.snapshot(), wish).lines;
  expect(before.who).toBe('4 agents');
  expect(after.who).toBe('5 agents');
  expect(after.number).toBe(before.number);
});

test('what a line speaks of is its agent, or the pane that shows what changed', () => {
  const stamp = { v: 1, seq: 1, t: 0 } as const;
  const of = (body: Parameters<RunFixture['emit']>[0]) => subjectOf({ ...stamp, ...body });
  expect(of({ type: 'alert.raised', alert: 'latency', message: '' })).toEqual({
    pane: 'throughput',
  });
  expect(of({ type: 'gate.held', route: 0, gate: 'budget', detail: '', untilT: null })).toEqual({
    pane: 'cost',
  });
  expect(of({ type: 'run.phase', phase: 'PAUSED', reason: null })).toBeNull();
});

test('j and k go through the lines, f freezes them, e leaves errors alone, and Esc gives it back', async () => {
  const run = changed(quiet(), 60);
  fail(run, 3);
  const { terminal } = open(120, 40, run);
  await terminal.shows(/RUNNING/);
  terminal.press('7');
  await terminal.shows(/^ Enter open {2}e errors {2}f freeze/m);
  terminal.press('zG');
  await terminal.shows(/run +started/);
  terminal.press('g');
  await terminal.shows(/kaoz_3 +failed/);
  terminal.press('jjf');
  await terminal.shows(/frozen {2}\d+ events/);
  changed(run, 5);
  await terminal.shows(/frozen · 5 new/);
  terminal.press('fe');
  await terminal.shows(/errors only/);
  await terminal.hides(/→ 60/);
  terminal.press('e/→ 3\r');
  await terminal.shows(/\/→ 3 \d+ of \d+/);
  terminal.press('\x1b');
  await terminal.hides(/\/→ 3/);
  terminal.press('\x1b');
  await terminal.shows(/─ 1 agents ─/);
});

test('Enter on a failure opens what failed, on a change it goes to the pane that shows it and says the line', async () => {
  const run = changed(quiet(), 3);
  fail(run, 12);
  const { terminal } = open(120, 40, run);
  await terminal.shows(/RUNNING/);
  terminal.press('7\r');
  await terminal.shows(/^ p-12 {2}failed/m);
  // And back to the line that led there.
  terminal.press('\x1b');
  await terminal.shows(/^ Enter open {2}e errors/m);
  terminal.press('j\r');
  await terminal.shows(/you: concurrency 2 → 3/);
  await terminal.shows(/^ \[ \] window/m);
  terminal.press('z');
  await terminal.shows(/^─ 6 limits ─{40}/m);
});

test('an agent that is still at what the line speaks of is opened itself', async () => {
  const run = new RunFixture({ roles: { kaoz: 4 }, faults: 0, concurrency: 4 }).advance(600);
  run.emit({
    type: 'task.retrying',
    task: run.state.agents.task[2],
    agent: 2,
    route: 0,
    attempt: 1,
    class: 'server',
    status: 503,
    message: 'away',
    waitMs: 90_000,
    uncertain: false,
    outputTokens: 0,
  });
  const { terminal } = open(120, 40, run);
  await terminal.shows(/RUNNING/);
  terminal.press('7\r');
  await terminal.shows(/^ kaoz_2 /m);
});

test('after the end the log still opens what it speaks of', async () => {
  const run = quiet();
  fail(run, 12);
  const { terminal, outcome } = open(120, 40, run);
  await terminal.shows(/RUNNING/);
  run.emit({ type: 'run.finished', phase: 'DONE', exitCode: 0, reason: null });
  await terminal.shows(/■ DONE/);
  terminal.press('7j\r');
  const opened = await terminal.shows(/^ p-12 {2}failed/m);
  expect(opened).not.toMatch(/\/ filter/);
  terminal.press('\x1b');
  await terminal.shows(/7 log/);
  terminal.press('\x1b');
  await terminal.shows(/^ Enter leave/m);
  terminal.press('\r');
  expect(await outcome).toMatchObject({ action: 'left' });
});

test('tasks that one earlier run had answered are one line', () => {
  const run = quiet();
  for (const task of [3, 4, 5])
    run.emit({
      type: 'task.cached',
      task,
      run: '20261121-091500-k3f2',
      source: `q${task}`,
      finishReason: 'stop',
      text: 'known',
    });
  const lines = log(run).filter((row) => row.includes('answered before'));
  expect(lines).toEqual([expect.stringContaining('3 tasks')]);
  expect(lines[0]).toContain('in run 20261121-091500-k3f2');
});

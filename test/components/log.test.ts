import { expect, test } from 'vitest';
import { drawLog } from '../../components/panes/log-rows.ts';
import { noBudget } from '../../src/state/budget-caps.ts';
import { drawn, sceneOf } from './draw.ts';
import { RunFixture } from './run-fixture.ts';

const log = (run: RunFixture, columns = 120, rows = 8) =>
  drawn(drawLog, sceneOf(run.snapshot()), columns, rows)
    .slice(1)
    .filter((row) => row !== '');

const quiet = () =>
  new RunFixture({
    roles: { kaoz: 20 },
    routes: ['azure/gpt-5-mini', 'ollama/llama3.2'],
    faults: 0,
  });

const failure = {
  type: 'task.failed',
  task: 3,
  agent: 3,
  route: 0,
  attempts: 1,
  durationMs: 900,
  class: 'content-filter',
  status: null,
  message: 'filtered',
  uncertain: false,
  outputTokens: 0,
} as const;

test('the newest event comes first, in words', () => {
  const run = quiet().advance(2_000);
  run.emit(failure);
  expect(log(run)).toEqual([
    ' 0:02.0  kaoz_3    failed · content-filter, not retried · azure/gpt-5-mini · filtered',
    ' 0:00.0  run       RUNNING',
    ' 0:00.0  run       started · 20 agents, concurrency 10',
  ]);
});

test('a run began with the agents that it had then', () => {
  const run = quiet().advance(2_000);
  run.emit({ type: 'agents.changed', role: 0, from: 20, to: 40, by: 'mo', reason: null });
  expect(log(run).at(-1)).toBe(' 0:00.0  run       started · 20 agents, concurrency 10');
  expect(run.snapshot().agents.size).toBeGreaterThan(20);
});

test('what the code of agents warns of is told, once where they all say the same', () => {
  const run = quiet().advance(2_000);
  const warned = { type: 'program.warned', task: 1, message: 'it blocked the process' } as const;
  run.emit({ ...warned, agent: 1 });
  expect(log(run)[0]).toBe(' 0:02.0  kaoz_1    its code · it blocked the process');
  run.emit({ ...warned, agent: 2 });
  expect(log(run)[0]).toBe(' 0:02.0  2 agents  its code · it blocked the process');
});

test('what the operator did is told as you, what others did by name', () => {
  const run = quiet();
  run.emit({ type: 'concurrency.changed', from: 400, to: 500, by: 'mo', reason: '' });
  run.emit({
    type: 'concurrency.changed',
    from: 500,
    to: 437,
    by: 'auto',
    reason: 'rate limited twice in 1 s',
  });
  run.emit({ type: 'command.refused', id: 1, command: 'pause', by: 'mo', reason: 'it drains' });
  run.emit({ type: 'command.accepted', id: 2, command: 'stop now', by: 'mo', why: 'too dear' });
  expect(
    log(run)
      .slice(0, 4)
      .map((row) => row.slice(9)),
  ).toEqual([
    'you       stop now · too dear',
    'you       pause refused · it drains',
    'auto      concurrency 500 → 437 · rate limited twice in 1 s',
    'you       concurrency 400 → 500',
  ]);
});

test('the same failure of many agents is one line', () => {
  const run = quiet().advance(1_000);
  for (let agent = 0; agent < 12; agent++)
    run.emit({
      type: 'task.retrying',
      task: agent,
      agent,
      route: 1,
      attempt: 1,
      class: 'rate-limited',
      status: 429,
      message: 'slow down',
      waitMs: 1_000,
      uncertain: false,
      outputTokens: 0,
    });
  expect(log(run)[0]).toBe(
    ' 0:01.0  12 agents rate-limited (429) · tried again · ollama/llama3.2 · slow down',
  );
  run.emit(failure);
  expect(log(run)).toHaveLength(4);
});

test('breakers, gates, phases and the proof of a stop have their words', () => {
  const run = quiet();
  run.emit({
    type: 'breaker.changed',
    route: 1,
    to: 'open',
    trips: 1,
    probeT: 60_000,
    reason: '3 failures in a row',
  });
  run.emit({
    type: 'gate.held',
    route: 0,
    gate: 'rate',
    detail: '200 requests a minute',
    untilT: null,
  });
  run.emit({ type: 'run.phase', phase: 'PAUSED', reason: 'asked by mo' });
  run.emit({
    type: 'run.resumed',
    at: '',
    session: 2,
    requeued: [1, 2],
    concurrency: 10,
    budget: noBudget,
  });
  run.command({ type: 'stop', mode: 'now' }, { by: 'mo' });
  expect(log(run, 120, 12).map((row) => row.slice(9))).toEqual([
    'run       STOPPED · exit code 130 · stopped by you',
    'stopped   acknowledged 3 ms · 0 sockets closed 184 ms · spent since you asked $0.00 · nothing uncertain',
    'run       STOPPING · asked by the operator',
    'you       stop now',
    'run       resumed · session 2, 2 calls made again',
    'run       PAUSED · asked by mo',
    'rate      holds azure/gpt-5-mini · 200 requests a minute',
    'breaker   open · ollama/llama3.2, next probe in 1m00s · 3 failures in a row',
    'run       RUNNING',
    'run       started · 20 agents, concurrency 10',
  ]);
});

test('that the process stood still is told, and for how long', () => {
  const run = quiet();
  run.emit({ type: 'run.interrupted', forMs: 100_000 });
  expect(log(run)[0]).toMatch(/run +stood still for 1m40s · stopped, or its machine slept/);
});

test('an error message with a sequence in it is one clean line', () => {
  const run = quiet();
  run.emit({ ...failure, message: 'bad\x1b[2J\ngateway \x07<html>' });
  expect(log(run)[0]).toMatch(/ · bad gateway <html>$/);
});

test('poison of one kind is one line, with what its failures have in common', () => {
  const run = quiet().advance(2_000);
  const poison = { ...failure, type: 'task.poisoned', class: 'server', attempts: 5 } as const;
  run.emit({ ...poison, signature: 'server 500: cannot tokenise "…"' });
  run.emit({ ...poison, task: 4, agent: 4, signature: 'server 500: cannot tokenise "…"' });
  run.emit({ ...poison, task: 5, agent: 5, route: 1, signature: 'network: reset' });
  expect(log(run).slice(0, 2)).toEqual([
    ' 0:02.0  kaoz_5    poison · 5 tries failed the same way · ollama/llama3.2 · network: reset',
    ' 0:02.0  2 agents  poison · 5 tries failed the same way · azure/gpt-5-mini · server 500: cannot tokenise "…"',
  ]);
});

test('in a narrow column the time is short', () => {
  const run = quiet().advance(2_000);
  run.emit(failure);
  expect(log(run, 40)[0]).toBe(' 0:02 kaoz_3 failed · content-filter, …');
});

const told = (run: RunFixture, rows: number) =>
  log(run, 120, rows + 1)
    .slice(0, rows)
    .map((row) => row.slice(9));

test('what an operator changes is one line, in the words that say most', () => {
  const run = quiet();
  const tuned = { type: 'tuning.changed', notLive: [], by: 'mo', reason: null } as const;
  run.emit({ type: 'command.accepted', id: 1, command: 'agents kaoz 30', by: 'mo', why: null });
  run.emit({ type: 'agents.changed', role: 0, from: 20, to: 30, by: 'mo', reason: null });
  run.emit({
    ...tuned,
    changes: [{ field: 'agents.kaoz', from: 20, to: 30 }],
    preset: null,
  });
  run.advance(500);
  run.emit({
    type: 'command.accepted',
    id: 2,
    command: 'set retry.retries=8',
    by: 'mo',
    why: null,
  });
  run.emit({
    ...tuned,
    changes: [
      { field: 'retry.retries', from: 5, to: 8 },
      { field: 'limits.tokensPerMinute', from: null, to: 60_000 },
    ],
    preset: null,
  });
  run.advance(500);
  run.emit({ type: 'command.accepted', id: 3, command: 'preset light', by: 'mo', why: null });
  run.emit({ type: 'agents.changed', role: 0, from: 30, to: 10, by: 'mo', reason: null });
  run.emit({ type: 'concurrency.changed', from: 10, to: 4, by: 'mo', reason: 'set by mo' });
  run.emit({
    ...tuned,
    changes: [
      { field: 'agents.kaoz', from: 30, to: 10 },
      { field: 'concurrency', from: '10', to: '4' },
    ],
    preset: 'light',
    notLive: ['provider'],
  });
  run.advance(500);
  run.emit({ type: 'command.accepted', id: 4, command: 'concurrency auto', by: 'mo', why: null });
  run.emit({ type: 'concurrency.changed', from: 4, to: 10, by: 'mo', reason: 'set by mo' });
  run.emit({ ...tuned, changes: [{ field: 'concurrency', from: '4', to: '1-10' }], preset: null });
  expect(told(run, 4)).toEqual([
    'you       concurrency 4 → 1-10',
    'you       preset light · agents.kaoz 30 → 10, concurrency 10 → 4 · with the next run: provider',
    'you       retry.retries 5 → 8, limits.tokensPerMinute none → 60,000',
    'you       kaoz 20 → 30 agents',
  ]);
});

test('limits that adapt fold into one line for as long as they move for one reason', () => {
  const run = quiet();
  const adapted = (from: number, to: number, reason: string) =>
    run.emit({ type: 'limit.adapted', route: 0, from, to, ceiling: null, reason });
  adapted(4, 8, 'all of it is used');
  adapted(8, 16, 'all of it is used');
  adapted(16, 11, 'refused once (429)');
  expect(told(run, 2)).toEqual([
    'auto      azure/gpt-5-mini limit 16 → 11 · refused once (429)',
    'auto      azure/gpt-5-mini limit 4 → 16 · all of it is used',
  ]);
});

test('commands on tasks, budgets, alerts, poison and a canary have their words', () => {
  const run = quiet();
  const caps = { runNanoUsd: 40e9, agentNanoUsd: 1e8, dayNanoUsd: null, roleNanoUsd: [] };
  run.emit({ type: 'budget.changed', budget: caps, by: 'mo' });
  run.emit({ type: 'tasks.prioritized', tasks: [1, 2, 3], priority: 200, by: 'mo' });
  run.emit({ type: 'tasks.routed', tasks: [1], route: 1, by: 'ci' });
  for (const task of [4, 5]) run.emit({ type: 'task.reopened', task, by: 'mo' });
  run.emit({
    ...failure,
    type: 'task.poisoned',
    attempts: 5,
    class: 'server',
    status: 500,
    signature: 'server 500',
    message: 'boom',
  });
  run.emit({ type: 'alert.raised', alert: 'budget', message: '80 % of $40.00 is spent' });
  run.emit({ type: 'alert.cleared', alert: 'budget' });
  run.emit({ type: 'canary.reached', tasks: 5, done: 4, failed: 1, costNanoUsd: 2_100_000 });
  expect(told(run, 8)).toEqual([
    'canary    4 of 5 tasks done · 1 failed · $0.0021',
    'alert     budget over',
    'alert     budget · 80 % of $40.00 is spent',
    'kaoz_3    poison · 5 tries failed the same way · azure/gpt-5-mini · server 500',
    'you       2 tasks queued once more',
    'ci        1 task → ollama/llama3.2',
    'you       3 tasks → priority high',
    'you       budget $40.00 · $0.10 an agent',
  ]);
});

test('a thousand tasks that one command cancels are one line, and what was before is still there', () => {
  const run = new RunFixture({ roles: { kaoz: 20 }, tasks: 1_000, faults: 0 });
  run.emit({ ...failure, message: 'the reason for it all' });
  for (let task = 0; task < 1_000; task++)
    run.emit({
      type: 'task.cancelled',
      task,
      agent: -1,
      attempts: 0,
      durationMs: 0,
      reason: 'cancelled by mo',
      uncertain: false,
      outputTokens: 0,
    });
  expect(told(run, 2)).toEqual([
    '1,000 tasks cancelled · cancelled by mo',
    expect.stringMatching(/^kaoz_3 .*the reason for it all$/),
  ]);
});

test('lists of many workflows are one line, what is skipped says why', () => {
  const run = quiet();
  for (const [n, by] of ['hr.check', 'hr-2.check', 'hr-3.check'].entries())
    run.emit({
      type: 'plan.extended',
      by,
      first: run.state.tasks.size,
      count: 2 + n,
      role: 0,
      priority: 100,
    });
  run.emit({ type: 'tasks.skipped', tasks: [1, 2], reason: 'draft failed' });
  run.emit({
    type: 'plan.extended',
    by: 'x',
    first: run.state.tasks.size,
    count: 2,
    role: 0,
    priority: 100,
  });
  expect(told(run, 3)).toEqual([
    'plan      2 tasks added for x',
    'plan      2 tasks skipped: draft failed',
    'plan      tasks added for 3 lists, the last for hr-3.check',
  ]);
});

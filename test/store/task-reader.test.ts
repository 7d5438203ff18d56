import { join } from 'node:path';
import { expect, test } from 'vitest';
import { forgetDeferred, writeDeferred } from '../../src/store/plan-writer.ts';
import { readTask } from '../../src/store/read-task.ts';
import { openDatabase } from '../../src/store/sqlite.ts';
import { TaskReader } from '../../src/store/task-reader.ts';
import { beginRun, createRun, eachTestHasARun, out } from './fresh-run.ts';

eachTestHasARun();

/** Task 0 is refused, waits 300 ms, and is answered; task 1 waits in the queue. */
function retriedTask() {
  const run = beginRun();
  const { log } = run;
  log.start(100, 0, 0, 1, 5_000);
  log.send(110, 0, 0, 10);
  log.retry(200, 0, 0, 1, 300);
  log.start(520, 0, 1, 2, 6_000);
  log.send(520, 0, 1, 0);
  log.stream(700, 0, 1, 180);
  log.finish(1_400, 0, 1, { attempts: 2, durationMs: 1_300, callMs: 880 });
  run.store.flush();
  return run;
}

test('a task has its messages, its answer and all its attempts, with times, waits and money', () => {
  const { store } = retriedTask();
  const record = new TaskReader(store.database).read(0);
  expect(record).toMatchObject({
    task: 0,
    id: 'p0',
    role: 0,
    status: 'done',
    agent: 1,
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'question 0' },
    ],
    answer: 'answer to 0',
    finishReason: 'stop',
    error: null,
  });
  expect(record?.attempts).toEqual([
    {
      attempt: 1,
      turn: 1,
      agent: 0,
      route: 0,
      queuedT: 0,
      startedT: 100,
      sentT: 110,
      streamingT: null,
      endedT: 200,
      connectMs: 10,
      firstTokenMs: null,
      outcome: 'retrying',
      error: { class: 'rate-limited', status: 429, message: 'slow down' },
      waitMs: 300,
      usage: null,
      costNanoUsd: null,
      reservedNanoUsd: 5_000,
      uncertain: false,
    },
    {
      attempt: 2,
      turn: 1,
      agent: 1,
      route: 0,
      queuedT: 500,
      startedT: 520,
      sentT: 520,
      streamingT: 700,
      endedT: 1_400,
      connectMs: 0,
      firstTokenMs: 180,
      outcome: 'done',
      error: null,
      waitMs: null,
      usage: {
        inputTokens: 10,
        cacheReadTokens: 3,
        cacheWriteTokens: 2,
        outputTokens: 20,
        estimated: false,
      },
      costNanoUsd: 12_345,
      reservedNanoUsd: 6_000,
      uncertain: false,
    },
  ]);
  store.close();
});

test('an attempt under way is known before it is in any table', () => {
  const { store, log } = beginRun();
  log.start(100, 2, 0, 1, 7_000);
  log.send(140, 2, 0, 40);
  store.flush();
  const open = store.openAttempt(0);
  expect(open?.task).toBe(2);
  const record = new TaskReader(store.database).read(2, open);
  expect(record?.attempts).toMatchObject([
    { startedT: 100, sentT: 140, endedT: null, outcome: 'running', reservedNanoUsd: 7_000 },
  ]);
  log.stream(300, 2, 0, 200);
  expect(store.openAttempt(0)?.firstTokenMs).toBe(200);
  log.finish(900, 2, 0);
  expect(store.openAttempt(0)).toBeNull();
  store.close();
});

test('a task that nobody has begun has its messages alone, and one that is not there is null', () => {
  const { store } = beginRun();
  const reader = new TaskReader(store.database);
  expect(reader.read(3)).toMatchObject({ status: 'queued', agent: -1, attempts: [], answer: null });
  expect(reader.read(99)).toBeNull();
  store.close();
});

test('how a task failed, was cut and was taken up again is told attempt by attempt', () => {
  const { store, log } = beginRun();
  log.start(100, 1, 3);
  log.send(105, 1, 3, 5);
  log.add(300, {
    type: 'task.requeued',
    task: 1,
    agent: 3,
    cut: true,
    uncertain: true,
    outputTokens: 2,
  });
  log.start(450, 1, 3, 2);
  log.fail(500, 1, 3, 2);
  log.add(600, { type: 'task.reopened', task: 1, by: 'mo' });
  log.start(700, 1, 3, 1);
  store.flush();
  const record = new TaskReader(store.database).read(1, store.openAttempt(3));
  expect(record?.attempts).toMatchObject([
    { outcome: 'requeued', queuedT: 0, error: null, uncertain: true },
    { outcome: 'failed', queuedT: 300, error: { class: 'server', status: 500 } },
    // When it was taken up again no attempt says.
    { outcome: 'running', queuedT: null },
  ]);
  store.close();
});

test('a run that nobody writes any more is read from its directory, and nothing of it stays open', () => {
  const { store } = retriedTask();
  store.close();
  expect(readTask(out, 0, false)).toMatchObject({ status: 'done', answer: 'answer to 0' });
  expect(readTask(out, 0, false)?.attempts).toHaveLength(2);
});

test('a call that was in flight when its process died is told as that', () => {
  const { store, log } = beginRun();
  log.start(100, 4, 1);
  log.send(120, 4, 1, 20);
  store.close();
  expect(readTask(out, 4, true)?.attempts).toMatchObject([{ outcome: 'running', sentT: 120 }]);
  expect(readTask(out, 4, false)?.attempts).toEqual([]);
});

test('the attempts of a task are found without reading those of all others', () => {
  const { store } = retriedTask();
  store.close();
  const database = openDatabase(join(out, 'run.db'), { readOnly: true });
  const plan = database
    .prepare('EXPLAIN QUERY PLAN SELECT * FROM attempts WHERE task = 1 ORDER BY started_seq')
    .all();
  expect(JSON.stringify(plan)).toContain('attempts_of_task');
  database.close();
});

test('a task that waited for another was queued once it was released', () => {
  const { store, log, spec, plan } = createRun();
  log.begin(spec, plan, 'r', true);
  log.add(10, { type: 'tasks.released', tasks: [0] });
  log.start(30, 0, 0);
  log.finish(1_000, 0, 0);
  log.add(1_000, { type: 'tasks.released', tasks: [1] });
  log.start(1_050, 1, 0);
  log.finish(1_500, 1, 0);
  store.flush();
  const reader = new TaskReader(store.database);
  const queued = (task: number) => reader.read(task)?.attempts.map(({ queuedT }) => queuedT);
  expect([queued(0), queued(1), queued(2)]).toEqual([[10], [1_000], []]);
  store.close();
});

test('messages that are made of the answers before them are read once they are made', () => {
  const { store, plan } = beginRun();
  store.flush();
  forgetDeferred(store.database, 1);
  const reader = new TaskReader(store.database);
  expect(reader.read(1)?.messages).toEqual([]);
  writeDeferred(store.database, plan, 1);
  expect(reader.read(1)?.messages).toEqual(plan.messages(1));
  store.close();
});

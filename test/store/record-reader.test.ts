import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRun } from '../../src/store/open-run.ts';
import { RecordReader } from '../../src/store/record-reader.ts';
import { beginRun, eachTestHasARun, out } from './fresh-run.ts';
import { mixedRun, results, write } from './written-run.ts';

eachTestHasARun();

test('a list of results says of each what it is and how it begins, in the order asked for', () => {
  const store = mixedRun();
  const reader = new RecordReader(out, () => store.flush());
  expect(reader.heads([3, 1, 2])).toMatchObject([
    {
      task: 3,
      id: 'p3',
      role: 'order',
      agent: 'order_0',
      status: 'failed',
      outputTokens: null,
      costNanoUsd: null,
      durationMs: 500,
      begins: 'server: broken',
    },
    {
      task: 1,
      status: 'done',
      outputTokens: 20,
      costNanoUsd: 1_000_000_001,
      begins: 'answer to 1',
    },
    { task: 2, status: 'queued', agent: null, begins: null },
  ]);
  expect(reader.heads([99])).toEqual([]);
  reader.close();
  store.close();
});

test('of a long answer a list reads the beginning alone, and the answer is read whole', () => {
  const { store, log } = beginRun();
  const text = 'x'.repeat(100_000);
  log.start(1, 0, 0);
  log.finish(2, 0, 0, { text });
  const reader = new RecordReader(out, () => store.flush());
  expect(reader.heads([0])[0].begins?.length).toBeLessThan(1_000);
  expect(reader.answers([0])[0].text).toBe(text);
  reader.close();
  store.close();
});

test('texts are looked through by id, answer and error', () => {
  const store = mixedRun();
  store.flush();
  const reader = new RecordReader(out);
  const matching = (words: string) => reader.matching([0, 1, 2, 3], (text) => text.includes(words));
  expect(matching('answer to')).toEqual([0, 1]);
  expect(matching('server: broken')).toEqual([3]);
  expect(matching('p2')).toEqual([2]);
  expect(matching('answer to 3')).toEqual([]);
  reader.close();
  store.close();
});

test('failures are those of tasks that failed for good', () => {
  const store = mixedRun();
  store.flush();
  const reader = new RecordReader(out);
  expect(reader.failures([0, 1, 2, 3])).toEqual([
    { task: 3, class: 'server', status: 500, message: 'broken' },
  ]);
  reader.close();
  store.close();
});

test('the tasks that are asked for come as results.jsonl has them', async () => {
  const store = mixedRun();
  await write(store);
  const reader = new RecordReader(out);
  expect(reader.lines([5, 0, 3])).toEqual([results()[0], results()[3], results()[5]]);
  expect(reader.ids()).toEqual(['p0', 'p1', 'p2', 'p3', 'p4', 'p5']);
  reader.close();
});

test('whoever looks keeps nobody from writing, and leaves nothing behind', () => {
  const { store, log } = beginRun();
  const reader = new RecordReader(out);
  log.start(1, 0, 0);
  log.finish(2, 0, 0);
  store.flush();
  expect(reader.heads([0])[0].status).toBe('done');
  log.start(3, 1, 3);
  log.fail(4, 1, 3);
  store.flush();
  expect(reader.heads([1])[0].status).toBe('failed');
  // Closing checkpoints the log, which somebody who is reading would hold up.
  store.close();
  expect(reader.heads([0])[0].status).toBe('done');
  reader.close();
  expect(readdirSync(out).filter((name) => /-(wal|shm)$/.test(name))).toEqual([]);
});

test('nothing can be written through it, and it locks nobody out', () => {
  mixedRun().close();
  const reader = new RecordReader(out);
  expect(() => reader.database.exec('DELETE FROM tasks')).toThrow(/readonly/);
  openRun(out).store.close();
  reader.close();
});

test('a record that is missing is not made', () => {
  const reader = new RecordReader(join(out, 'nowhere'));
  expect(() => reader.heads([0])).toThrow('missing');
  mixedRun().close();
  expect(readdirSync(out)).not.toContain('nowhere');
});

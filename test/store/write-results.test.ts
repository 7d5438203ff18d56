import { expect, test } from 'vitest';
import { RecordReader } from '../../src/store/record-reader.ts';
import { beginRun, eachTestHasARun, out } from './fresh-run.ts';
import { sampleSpec } from './sample-run.ts';
import { mixedRun, response, results, write } from './written-run.ts';

eachTestHasARun();

test('results.jsonl has a line for every task, in order, those that never ended as cancelled', async () => {
  await write(mixedRun());
  const usage = {
    input_tokens: 10,
    cache_read_tokens: 3,
    cache_write_tokens: 2,
    output_tokens: 20,
    estimated: false,
  };
  const unended = { class: 'cancelled', message: 'the run ended before the task did' };
  expect(results()).toEqual(
    [
      {
        task: 'p0',
        role: 'kaoz',
        agent: 'kaoz_1',
        status: 'done',
        text: 'answer to 0',
        usage,
        cost_usd: 0.000012345,
        attempts: 2,
        duration_ms: 1300,
        route: 'openai/small',
        error: null,
      },
      {
        task: 'p1',
        role: 'order',
        agent: 'order_0',
        status: 'done',
        text: 'answer to 1',
        usage,
        cost_usd: 1.000000001,
        attempts: 1,
        duration_ms: 1000,
        route: 'openai/large',
        error: null,
      },
      ...[2, 4, 5].map((task) => ({
        task: `p${task}`,
        role: task % 2 === 0 ? 'kaoz' : 'order',
        agent: null,
        status: 'cancelled',
        text: null,
        usage: null,
        cost_usd: null,
        attempts: 0,
        duration_ms: null,
        route: null,
        error: unended,
      })),
      {
        task: 'p3',
        role: 'order',
        agent: 'order_0',
        status: 'failed',
        text: null,
        usage: null,
        cost_usd: null,
        attempts: 1,
        duration_ms: 500,
        route: 'openai/large',
        error: { class: 'server', message: 'broken' },
      },
    ].sort((a, b) => (a.task < b.task ? -1 : 1)),
  );
});

test('results.jsonl counts the tries of a task that was stopped while it backed off', async () => {
  const { store, log } = beginRun();
  log.start(1, 0, 0);
  log.retry(2, 0, 0, 1, 1000);
  await write(store);
  expect(results()[0]).toMatchObject({ task: 'p0', status: 'cancelled', attempts: 1 });
});

test('an answer that matches the schema of its role stands parsed beside its text', async () => {
  const [kaoz, order] = sampleSpec().roles;
  const schema = { type: 'object', properties: { city: { type: 'string' } } };
  const spec = sampleSpec({ roles: [{ ...kaoz, schema }, order] });
  const { store, log } = beginRun({ size: 4, spec });
  const text = '```json\n{"city": "Oslo", "of": [1]}\n```';
  log.start(1, 0, 0);
  log.finish(2, 0, 0, { text });
  log.start(3, 1, 3);
  log.finish(4, 1, 3, { text: '{"city":"Rome"}' });
  log.start(5, 2, 0);
  log.fail(6, 2, 0);
  store.flush();
  const reader = new RecordReader(out);
  expect(reader.answers([0, 1, 2]).map(({ output }) => output)).toEqual([
    { city: 'Oslo', of: [1] },
    undefined,
    undefined,
  ]);
  expect(reader.schemas).toEqual(new Map([['kaoz', schema]]));
  expect(reader.lines([0])).toMatchObject([{ output: { city: 'Oslo' } }]);
  reader.close();
  await write(store);
  const [parsed, ...others] = results();
  expect(parsed).toMatchObject({ text, output: { city: 'Oslo', of: [1] } });
  for (const line of others) expect(line).not.toHaveProperty('output');
  expect(response('kaoz_0')).toContain(text);
});

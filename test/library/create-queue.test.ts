import { expect, test } from 'vitest';
import { createQueue } from '../../src/library/create-queue.ts';
import { refusal } from '../helpers/spec.ts';

/** Work that ends when it is told to. */
function gated() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  return { work: () => promise, resolve, reject };
}

test('so many run at once, the more urgent first, of the same priority in their order', async () => {
  const queue = createQueue({ concurrency: 2 });
  const gates = [gated(), gated()];
  const order: string[] = [];
  const running = gates.map(({ work }) => queue.submit(work));
  await new Promise(setImmediate);
  const names = ['c', 'd', 'low', 'high', 'moved'] as const;
  const tickets = names.map((name) =>
    queue.submit(() => order.push(name), {
      priority: name === 'low' || name === 'high' ? name : undefined,
    }),
  );
  expect(queue.priority(tickets[4].id, 'critical')).toBe(true);
  expect(queue.priority(running[0].id, 'critical')).toBe(false);
  expect(queue.stats()).toMatchObject({ concurrency: 2, running: 2, waiting: 5, done: 0 });
  gates[0].resolve('first');
  expect(await running[0].result).toBe('first');
  await tickets[2].result;
  expect(order).toEqual(['moved', 'high', 'c', 'd', 'low']);
  expect(queue.stats()).toMatchObject({ running: 1, waiting: 0, done: 6 });
  gates[1].resolve('second');
  await queue.idle();
  expect(queue.stats()).toMatchObject({ running: 0, done: 7 });
  expect(queue.stats().waitMs.p95).toBeGreaterThan(0);
});

test('never more than its concurrency, live, over thousands of pieces', async () => {
  const queue = createQueue({ concurrency: 3 });
  let running = 0;
  let most = 0;
  const tickets = Array.from({ length: 2_000 }, (_, n) =>
    queue.submit(
      async () => {
        most = Math.max(most, ++running);
        await new Promise(setImmediate);
        running--;
        return n;
      },
      { priority: n % 7 },
    ),
  );
  queue.concurrency = 20;
  expect(await Promise.all(tickets.map(({ result }) => result))).toEqual([...Array(2_000).keys()]);
  expect(most).toBe(20);
});

test('tasks are done by what the queue was given', async () => {
  const queue = createQueue({
    run: async (city: string, { id, attempt }) => `${city} ${id} ${attempt}`,
  });
  const ticket = queue.submit('Oslo');
  expect(await ticket.result).toBe('Oslo 1 1');
  expect(await queue.result(1)).toBe('Oslo 1 1');
});

test('a cancelled one that waits never begins; one that runs is told, and keeps its place until it returns', async () => {
  const queue = createQueue({ concurrency: 1 });
  const { promise, resolve } = Promise.withResolvers<void>();
  let told = '';
  const runs = queue.submit(async ({ signal }) => {
    signal.addEventListener('abort', () => (told = String(signal.reason.message)));
    await promise;
  });
  const waits = queue.submit(() => expect.fail('it was cancelled'));
  await new Promise(setImmediate);
  expect(queue.cancel(waits.id)).toBe(true);
  expect(queue.cancel(runs.id, 'not wanted')).toBe(true);
  expect(queue.cancel(runs.id)).toBe(false);
  await expect(waits.result).rejects.toMatchObject({ name: 'AbortError' });
  await expect(runs.result).rejects.toThrow('not wanted');
  expect(told).toBe('not wanted');
  expect(queue.stats()).toMatchObject({ running: 1, waiting: 0, cancelled: 2 });
  resolve();
  await queue.idle();
  expect(queue.stats()).toMatchObject({ running: 0, cancelled: 2, done: 0 });
});

test('the signal of the caller cancels', async () => {
  const queue = createQueue({ concurrency: 1 });
  const caller = new AbortController();
  const ticket = queue.submit(() => new Promise(() => {}), { signal: caller.signal });
  await new Promise(setImmediate);
  caller.abort(new Error('gone'));
  await expect(ticket.result).rejects.toThrow('gone');
  const late = queue.submit(() => 1, { signal: caller.signal });
  await expect(late.result).rejects.toThrow('gone');
});

test('what throws is tried again as often as the queue says, unless it says not to', async () => {
  const queue = createQueue({ retry: { retries: 2, baseMs: 1, maxMs: 2 } });
  const attempts: number[] = [];
  const ticket = queue.submit(({ attempt }) => {
    attempts.push(attempt);
    if (attempt < 3) throw new Error('not yet');
    return 'there';
  });
  expect(await ticket.result).toBe('there');
  expect(attempts).toEqual([1, 2, 3]);
  const never = queue.submit(() => Promise.reject(new Error('never')));
  await expect(never.result).rejects.toThrow('never');
  const final = Object.assign(new Error('final'), { retryable: false });
  await expect(queue.submit(() => Promise.reject(final)).result).rejects.toBe(final);
  expect(queue.stats()).toMatchObject({ retries: 4, done: 1, failed: 2, backingOff: 0 });
});

test('work has the time that the queue gives it', async () => {
  const queue = createQueue({ timeoutSeconds: 0.02 });
  const aborted = Promise.withResolvers<string>();
  const ticket = queue.submit(
    ({ signal }) =>
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          aborted.resolve(signal.reason.name);
          reject(signal.reason);
        }),
      ),
  );
  await expect(ticket.result).rejects.toThrow('no answer within 0.02 s');
  expect(await aborted.promise).toBe('TimeoutError');
  await queue.idle();
  expect(queue.stats()).toMatchObject({ failed: 1, running: 0 });
});

test('a closed queue cancels what has not ended and takes nothing more', async () => {
  const queue = createQueue({ concurrency: 1 });
  const gate = gated();
  const tickets = [queue.submit(gate.work), queue.submit(() => 1)];
  await new Promise(setImmediate);
  const closed = queue.close();
  for (const { result } of tickets) await expect(result).rejects.toThrow('the queue was closed');
  gate.resolve('late');
  await closed;
  expect(await refusal(() => queue.submit(() => 1))).toContain('the queue is closed');
});

test('results of long ago are forgotten, and that is said', async () => {
  const queue = createQueue({ keepResults: 1 });
  const tickets = [queue.submit(() => 'a'), queue.submit(() => 'b')];
  await queue.idle();
  expect(await tickets[0].result).toBe('a');
  expect(await queue.result(2)).toBe('b');
  expect(await refusal(queue.result(1))).toContain('1 has ended too long ago');
  expect(await refusal(queue.result(7))).toBe('result: there is no work 7');
});

test('what cannot be used is said in one sentence', async () => {
  expect(await refusal(() => createQueue({ concurrency: 0 }))).toMatch(
    /^createQueue: concurrency: expected a whole number from 1/,
  );
  const queue = createQueue<string>();
  expect(await refusal(() => queue.submit('task'))).toContain('a queue with `run`');
  expect(await refusal(() => queue.submit(() => 1, { priority: 2_000 }))).toContain('got 2000');
});

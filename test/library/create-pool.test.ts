import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { CallFailure } from '../../src/agents/code-failures.ts';
import { createPool, type Pool } from '../../src/library/create-pool.ts';
import type { PoolOptions } from '../../src/library/pool-options.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { refusal } from '../helpers/spec.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ firstTokenMs: 10, outputTokens: 4 });
});
afterEach(() => simulator.stop());

async function poolOf(options: PoolOptions = {}): Promise<Pool> {
  const pool = await createPool({
    ...{ provider: 'openai', model: 'gpt-5-mini', baseUrl: `${simulator.url}/v1`, key: 'k' },
    environment: {},
    retry: { baseMs: 5, maxMs: 20 },
    ...options,
  });
  onTestFinished(() => pool.close());
  return pool;
}

const served = () => simulator.record().calls;

async function failureOf(call: Promise<unknown>): Promise<CallFailure> {
  const error = await call.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CallFailure);
  return error as CallFailure;
}

test('chat, generate and embed give answers with usage, price and tries, over kept connections', async () => {
  const pool = await poolOf();
  const deltas: string[] = [];
  const chat = await pool.chat('Name a harbour.', {
    maxOutputTokens: 50,
    onDelta: (text) => deltas.push(text),
  });
  expect(chat).toMatchObject({ text: deltas.join(''), finishReason: 'stop', attempts: 1 });
  expect(chat.usage?.outputTokens).toBeGreaterThan(0);
  expect(chat.costUsd).toBeGreaterThan(0);
  const messages = [
    { role: 'system', content: 'Short.' },
    { role: 'user', content: 'Name one.' },
  ];
  expect((await pool.chat(messages)).text).not.toBe('');
  expect((await pool.generate('Once upon')).text).not.toBe('');
  const [first, second] = await pool.embed(['a', 'b']);
  expect(first).toBeInstanceOf(Float32Array);
  expect(second).toHaveLength(first.length);
  expect(await pool.embed([])).toEqual([]);
  const stats = pool.stats();
  expect(stats).toMatchObject({
    route: 'openai/gpt-5-mini',
    ...{ succeeded: 4, failed: 0, requests: 4, retries: 0, waiting: 0, heldBy: null },
    breaker: { state: 'closed', trips: 0 },
  });
  expect(new Set(served().map(({ connection }) => connection)).size).toBeLessThan(4);
  expect(stats.latencyMs.p50).toBeGreaterThan(0);
  expect(stats.costUsd).toBeGreaterThanOrEqual(chat.costUsd ?? 0);
});

test('of calls that wait the more urgent go first', async () => {
  const pool = await poolOf({ concurrency: 1, model: 'm' });
  const order: string[] = [];
  const ask = (name: string, priority?: 'high' | 'low' | number) =>
    pool.chat(name, { priority }).then(() => order.push(name));
  await Promise.all([ask('a'), ask('b'), ask('low', 'low'), ask('c'), ask('high', 300)]);
  expect(order.filter((name) => name !== 'a')).toEqual(['high', 'b', 'c', 'low']);
});

test('no more calls are in flight at once than are said', async () => {
  const pool = await poolOf({ concurrency: 2, model: 'm' });
  await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => pool.chat(name)));
  const overlapping = served().map(
    (call) =>
      served().filter(
        (other) => other.startedT < call.startedT && call.startedT < (other.endedT ?? 0),
      ).length,
  );
  expect(Math.max(...overlapping)).toBe(1);
});

test('what may pass is tried again, as the policy says, and then fails with its class', async () => {
  const pool = await poolOf({ retry: { retries: 2, baseMs: 1, maxMs: 2 } });
  simulator.configure({ faults: { shares: { 'server-error': 1 } } });
  const failure = await failureOf(pool.chat('?'));
  expect(failure.class).toBe('server');
  expect(served()).toHaveLength(3);
  expect(pool.stats()).toMatchObject({ failed: 1, requests: 3, retries: 2, backingOff: 0 });
});

test('what will not pass is not tried again', async () => {
  const pool = await poolOf({ model: 'no-such-model' });
  expect((await failureOf(pool.chat('?'))).class).toBe('not-found');
  expect(served()).toHaveLength(1);
});

test('a route that refuses is not waited for', async () => {
  const pool = await poolOf({ key: 'invalid', concurrency: 1 });
  const failures = await Promise.all([1, 2, 3, 4, 5].map(() => failureOf(pool.chat('?'))));
  expect(failures.map((failure) => failure.class)).toEqual(Array(5).fill('auth'));
  expect(failures[4].message).toMatch(/^the route refuses: /);
  expect(served()).toHaveLength(3);
  expect(pool.stats().breaker.state).toBe('open');
});

test('a server that is not there is not waited for either', async () => {
  const pool = await poolOf({ baseUrl: 'http://127.0.0.1:1/v1', concurrency: 1 });
  const failure = await failureOf(pool.chat('?'));
  expect(failure.class).toBe('network');
  expect(failure.message).toMatch(/^the route cannot be reached: /);
});

test('an aborted call is cut, one that waits is never made', async () => {
  simulator.configure({ firstTokenMs: 60_000 });
  const pool = await poolOf({ concurrency: 1 });
  const [sent, waits] = [new AbortController(), new AbortController()];
  const first = pool.chat('first', { signal: sent.signal });
  const second = pool.chat('second', { signal: waits.signal });
  while (served().length === 0) await new Promise(setImmediate);
  expect(pool.stats()).toMatchObject({ inFlight: 1, waiting: 1, heldBy: { gate: 'concurrency' } });
  waits.abort(new Error('no more interest'));
  await expect(second).rejects.toThrow('no more interest');
  sent.abort();
  await expect(first).rejects.toMatchObject({ name: 'AbortError' });
  expect(served()).toHaveLength(1);
  expect(pool.stats()).toMatchObject({ cancelled: 2, failed: 0, waiting: 0 });
  await expect(pool.chat('third', { signal: sent.signal })).rejects.toMatchObject({
    name: 'AbortError',
  });
});

test('a call has the time that the options give it', async () => {
  simulator.configure({ firstTokenMs: 60_000 });
  const pool = await poolOf({ timeouts: { taskSeconds: 0.05 } });
  expect(await failureOf(pool.chat('?'))).toMatchObject({
    class: 'timeout',
    message: 'no answer within 0.05 s, retries and waits included',
  });
});

test('a rate limit holds calls back and says so', async () => {
  const pool = await poolOf({ limits: { requestsPerMinute: 60, burst: 1 } });
  const aborted = new AbortController();
  const calls = [1, 2].map(() => pool.chat('?', { signal: aborted.signal }));
  await calls[0];
  await new Promise(setImmediate);
  expect(pool.stats()).toMatchObject({
    waiting: 1,
    heldBy: { gate: 'rate', detail: 'requests/min 60' },
  });
  aborted.abort();
  await expect(calls[1]).rejects.toMatchObject({ name: 'AbortError' });
});

test('an error of the one who listens fails his call and no other', async () => {
  const pool = await poolOf();
  const broken = pool.chat('?', {
    onDelta: () => {
      throw new Error('cannot show it');
    },
  });
  const [, well] = await Promise.all([
    expect(broken).rejects.toThrow('cannot show it'),
    pool.chat('!'),
  ]);
  expect(well.finishReason).toBe('stop');
});

test('a closed pool cuts, rejects, and takes nothing more; a second closing is the same', async () => {
  simulator.configure({ firstTokenMs: 60_000 });
  const pool = await poolOf({ concurrency: 1 });
  const calls = [pool.chat('sent'), pool.chat('waits')];
  const ends = Promise.allSettled(calls);
  while (served().length === 0) await new Promise(setImmediate);
  await Promise.all([pool.close(), pool.close()]);
  expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await refusal(pool.chat('more'))).toBe('chat: the pool is closed');
  expect(pool.stats().openSockets).toBe(0);
});

test('without an address it is the simulator inside', async () => {
  await using pool = await createPool({ environment: {} });
  expect((await pool.chat('Hello?')).text).not.toBe('');
  expect(pool.stats().route).toMatch(/^simulator\//);
});

test('what cannot be asked is said with its place, and nothing is sent', async () => {
  await using pool = await poolOf({});
  const message = { role: 'uzer', content: 'Hello?' };
  expect(await refusal(pool.chat([{ role: 'system', content: 'x' }, message]))).toBe(
    'chat: messages.1.role: there is no role `uzer`; did you mean `user`?',
  );
  expect(await refusal(pool.chat('Hello?', { priority: 5_000 }))).toBe(
    'chat: expected a priority (critical, high, normal, low, or a whole number from -1000 to 1000), got 5000',
  );
  expect(pool.stats().requests).toBe(0);
});

test('what cannot be used is said in one sentence, and a key is never in it', async () => {
  const unknown = { modle: 'm', environment: {} } as PoolOptions;
  expect(await refusal(createPool(unknown))).toBe(
    'createPool: modle: unknown field `modle`; did you mean `model`?',
  );
  expect(await refusal(createPool({ connections: 0, environment: {} }))).toMatch(
    /^createPool: connections: expected a whole number/,
  );
  const plain = { baseUrl: 'http://example.com/v1', key: 'sk-secret', environment: {} };
  const said = await refusal(createPool(plain));
  expect(said).toContain('unencrypted');
  expect(said).not.toContain('sk-secret');
  expect(await refusal(createPool({ provider: 'openai', environment: {} }))).toContain(
    'OPENAI_API_KEY',
  );
  const pool = await poolOf();
  expect(await refusal(pool.chat([]))).toContain('at least one message');
  expect(await refusal(pool.generate(''))).toContain('not empty');
  expect(await refusal(pool.chat('?', { priority: 'hihg' as 'high' }))).toBe(
    'chat: there is no priority `hihg`; did you mean `high`?',
  );
});

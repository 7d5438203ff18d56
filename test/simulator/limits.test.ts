import { expect, test } from 'vitest';
import { Bucket } from '../../src/simulator/bucket.ts';
import { goDuration } from '../../src/simulator/go-duration.ts';
import { chat, quick, simulate, untilRecord } from './support.ts';

const withKey = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });

test('a bucket holds its minute, refills evenly and says how long to wait', () => {
  const bucket = new Bucket(60, 60, 0);
  for (let taken = 0; taken < 60; taken++) {
    expect(bucket.waitMs(1, 0)).toBe(0);
    bucket.take(1);
  }
  expect(bucket.waitMs(1, 0)).toBe(1000);
  expect(bucket.level(0)).toEqual({ limit: 60, remaining: 0, resetMs: 60_000 });
  expect(bucket.waitMs(1, 400)).toBeCloseTo(600);
  expect(bucket.waitMs(1, 1000)).toBe(0);
  expect(bucket.level(30_000)).toEqual({ limit: 60, remaining: 30, resetMs: 30_000 });
  expect(bucket.level(600_000).remaining).toBe(60);
});

test('a bucket of ten seconds lets a tenth as many through at once', () => {
  const bucket = new Bucket(60, 6, 0);
  bucket.take(6);
  expect(bucket.waitMs(1, 0)).toBe(1000);
});

test('a call larger than its bucket passes when that is full, and leaves it in debt', () => {
  const bucket = new Bucket(60, 60, 0);
  expect(bucket.waitMs(90, 0)).toBe(0);
  bucket.take(90);
  expect(bucket.level(0)).toMatchObject({ remaining: 0, resetMs: 90_000 });
  expect(bucket.waitMs(1, 0)).toBeCloseTo(31_000);
});

test('durations are written as Go writes them', () => {
  expect([0.2, 20, 999, 1000, 1500, 360_000, 3_723_000].map(goDuration)).toEqual([
    '1ms',
    '20ms',
    '999ms',
    '1s',
    '1.5s',
    '6m0s',
    '1h2m3s',
  ]);
});

test('tokens are counted as prompt and answer will be', async () => {
  const simulator = await simulate({ ...quick, outputTokens: 30, tokensPerMinute: 100 });
  const first = await chat(simulator);
  const { usage } = (await first.json()) as { usage: { total_tokens: number } };
  expect(first.headers.get('x-ratelimit-remaining-tokens')).toBe(String(100 - usage.total_tokens));
  await chat(simulator);
  const third = await chat(simulator);
  expect(third.status).toBe(429);
  expect((await third.json()) as object).toMatchObject({
    error: { message: expect.stringContaining('on tokens per min: limit 100') },
  });
});

test('every key has limits of its own', async () => {
  const simulator = await simulate({ ...quick, requestsPerMinute: 1 });
  const status = async (key: string) => (await chat(simulator, {}, withKey(key))).status;
  expect(await status('one')).toBe(200);
  expect(await status('one')).toBe(429);
  expect(await status('two')).toBe(200);
});

/** Calls that stay until they are given up: the first `calls` of a simulator. */
const hanging = (calls: number) => ({ shares: { 'hang-headers': 1 }, firstCalls: calls });

test('more calls at once than allowed are refused', async () => {
  const simulator = await simulate({ ...quick, maxConcurrent: 2, faults: hanging(2) });
  const given = new AbortController();
  const pending = [1, 2].map(() => chat(simulator, {}, { signal: given.signal }));
  await untilRecord(simulator, (record) => record.totals.inFlight === 2);
  const refused = await chat(simulator);
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('1');
  given.abort();
  await Promise.allSettled(pending);
  await untilRecord(simulator, (record) => record.totals.inFlight === 0);
  expect((await chat(simulator)).status).toBe(200);
});

test('more calls than are served at once wait for their turn, in order', async () => {
  const simulator = await simulate({ ...quick, queueAbove: 1, faults: hanging(1) });
  const given = new AbortController();
  const first = chat(simulator, {}, { signal: given.signal });
  await untilRecord(simulator, (record) => record.totals.inFlight === 1);
  const second = chat(simulator);
  await untilRecord(simulator, (record) => record.totals.inFlight === 2);
  const third = chat(simulator);
  await untilRecord(simulator, (record) => record.totals.inFlight === 3);
  expect(simulator.record().totals.waiting).toBe(2);
  given.abort();
  await expect(first).rejects.toThrow();
  await Promise.all([second, third]);
  const { calls, totals } = simulator.record();
  expect(totals).toMatchObject({ waiting: 0, inFlight: 0, byStatus: { 200: 2 } });
  // Times are whole milliseconds, and a call is served in the moment in which the one before it ends.
  expect(calls[1].servedT!).toBeGreaterThanOrEqual(calls[0].endedT! - 1);
  expect(calls[2].servedT!).toBeGreaterThanOrEqual(calls[1].endedT! - 1);
});

test('a call that is given up while it waits leaves the queue', async () => {
  const simulator = await simulate({ ...quick, queueAbove: 1, faults: hanging(1) });
  const given = [new AbortController(), new AbortController()];
  const hung = chat(simulator, {}, { signal: given[0].signal });
  await untilRecord(simulator, (record) => record.totals.inFlight === 1);
  const waiting = chat(simulator, {}, { signal: given[1].signal });
  await untilRecord(simulator, (record) => record.totals.waiting === 1);
  given[1].abort();
  await expect(waiting).rejects.toThrow();
  await untilRecord(simulator, (record) => record.totals.waiting === 0);
  expect(simulator.record().calls[1]).toMatchObject({ aborted: true, servedT: null });
  given[0].abort();
  await expect(hung).rejects.toThrow();
  expect((await chat(simulator)).status).toBe(200);
});

test('a raised bound starts the calls that wait', async () => {
  const simulator = await simulate({
    ...quick,
    faults: { shares: { 'hang-headers': 1 } },
    queueAbove: 1,
  });
  const given = new AbortController();
  const pending = [1, 2, 3].map(() => chat(simulator, {}, { signal: given.signal }));
  await untilRecord(simulator, (record) => record.totals.waiting === 2);
  simulator.configure({ queueAbove: null });
  expect(simulator.record().totals).toMatchObject({ waiting: 0, inFlight: 3 });
  given.abort();
  await Promise.allSettled(pending);
});

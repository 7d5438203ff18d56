import { expect, test } from 'vitest';
import { BreakerOpen } from '../../src/library/breaker-open.ts';
import { type BreakerNews, createBreaker } from '../../src/library/create-breaker.ts';
import { refusal } from '../helpers/spec.ts';

const fails = () => Promise.reject(new Error('down'));

test('it opens when the last calls failed, lets nothing through, and says when to come back', async () => {
  const news: BreakerNews[] = [];
  const breaker = createBreaker({ failures: 3, onChange: (change) => news.push(change) });
  expect(await breaker.call(() => 'well')).toBe('well');
  for (let call = 0; call < 3; call++) await expect(breaker.call(fails)).rejects.toThrow('down');
  let called = false;
  const open = await breaker.call(() => (called = true)).catch((error: unknown) => error);
  expect(open).toBeInstanceOf(BreakerOpen);
  expect((open as BreakerOpen).message).toMatch(/^breaker open, a call may probe in \d+ ms$/);
  expect(called).toBe(false);
  expect(breaker.stats()).toMatchObject({
    ...{ state: 'open', trips: 1, calls: 4, running: 0, succeeded: 1, failed: 3, rejected: 1 },
    failureShare: 0.75,
  });
  expect(breaker.stats().retryAfterMs).toBeGreaterThan(50_000);
  expect(news).toEqual([{ state: 'open', trips: 1 }]);
});

test('after its time one call probes, and closes it where it succeeds', async () => {
  const breaker = createBreaker({ failures: 1, share: 0, recoverySeconds: 0.02 });
  await expect(breaker.call(fails)).rejects.toThrow('down');
  while (breaker.stats().retryAfterMs !== null) await new Promise((go) => setTimeout(go, 5));
  const { promise, resolve } = Promise.withResolvers<string>();
  const probe = breaker.call(() => promise);
  await expect(breaker.call(fails)).rejects.toMatchObject({
    name: 'BreakerOpen',
    retryAfterMs: null,
  });
  resolve('back');
  expect(await probe).toBe('back');
  expect(breaker.stats()).toMatchObject({ state: 'closed', trips: 1, rejected: 1 });
});

test('what does not count does not open it', async () => {
  const breaker = createBreaker({
    failures: 2,
    counts: (error) => (error as Error).message !== 'not found',
  });
  const notFound = () => Promise.reject(new Error('not found'));
  for (let call = 0; call < 5; call++) await expect(breaker.call(notFound)).rejects.toThrow();
  const cut = createBreaker({ failures: 1, share: 0 });
  const aborted = () => AbortSignal.abort().throwIfAborted();
  await expect(cut.call(aborted)).rejects.toMatchObject({ name: 'AbortError' });
  for (const one of [breaker, cut])
    expect(one.stats()).toMatchObject({ state: 'closed', failed: 0, failureShare: 0 });
});

test('a wrapped function is the function behind the breaker; by hand it opens and closes', async () => {
  const breaker = createBreaker();
  const add = breaker.wrap((a: number, b: number) => a + b);
  expect(await add(1, 2)).toBe(3);
  breaker.trip();
  await expect(add(1, 2)).rejects.toThrow('breaker tripped by hand');
  breaker.reset();
  expect(await add(2, 2)).toBe(4);
});

test('a policy that is none is said', async () => {
  expect(await refusal(() => createBreaker({ failures: 0 }))).toBe(
    'createBreaker: failures: expected a whole number from 1 to 10000, got 0',
  );
});

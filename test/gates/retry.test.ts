import { expect, test } from 'vitest';
import type { RouteHealth } from '../../src/gates/poison.ts';
import { noRetries, Retry, type RetryProgress, type Verdict } from '../../src/gates/retry.ts';
import type { TurnFailure } from '../../src/providers/provider.ts';
import type { RetryPolicy } from '../../src/spec/resolved.ts';
import type { FailureClass } from '../../src/state/events.ts';

const policy: RetryPolicy = {
  retries: 3,
  strategy: 'exponential',
  factor: 2,
  jitter: 'none',
  baseMs: 100,
  maxMs: 1_000,
  perClass: {},
  share: null,
  poisonAfter: null,
};
const agents = 4;
const well: RouteHealth = { isWellSince: () => true };
const down: RouteHealth = { isWellSince: () => false };

function failed(failureClass: FailureClass, more: Partial<TurnFailure> = {}): TurnFailure {
  return {
    class: failureClass,
    message: '',
    status: null,
    retryAfterMs: null,
    shouldRetry: null,
    uncertain: false,
    hints: null,
    ...more,
  };
}

/** A task's next failure, as the engine tells it. */
function fail(
  retry: Retry,
  progress: RetryProgress,
  failure: TurnFailure,
  route = down,
): Verdict & { suspect: boolean } {
  const suspect = retry.note(failure, progress, route);
  return { ...retry.decide(failure, progress, route), suspect };
}

/** The waits that a task is given which always fails the same way, until it has failed for good. */
function waits(change: Partial<RetryPolicy>, failure = failed('server')): number[] {
  const retry = new Retry({ ...policy, ...change }, agents);
  const progress = noRetries();
  const out: number[] = [];
  for (let i = 0; i < 20; i++) {
    const verdict = fail(retry, progress, failure);
    if (verdict.kind !== 'wait') return out;
    out.push(verdict.ms);
  }
  return out;
}

test('exponential: the base, times the factor each time, up to the maximum', () => {
  expect(waits({ retries: 6 })).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  expect(waits({ factor: 3 })).toEqual([100, 300, 900]);
});

test('linear grows by the base, fixed stays, none never tries again', () => {
  expect(waits({ strategy: 'linear' })).toEqual([100, 200, 300]);
  expect(waits({ strategy: 'fixed' })).toEqual([100, 100, 100]);
  expect(waits({ strategy: 'none' })).toEqual([]);
});

test('retries do not count the first try', () => {
  expect(waits({ retries: 5 })).toHaveLength(5);
  expect(waits({ retries: 0 })).toEqual([]);
});

test.each(['exponential', 'linear', 'fixed'] as const)(
  'jitter keeps every %s wait between nothing and the maximum, and no two swarms in step',
  (strategy) => {
    for (const jitter of ['full', 'decorrelated'] as const) {
      const all = Array.from({ length: 50 }, () => waits({ strategy, jitter, retries: 8 }));
      for (const given of all) {
        expect(given).toHaveLength(8);
        for (const wait of given) {
          expect(wait).toBeGreaterThanOrEqual(0);
          expect(wait).toBeLessThanOrEqual(1_000);
        }
      }
      expect(new Set(all.map(String)).size).toBe(50);
    }
  },
);

test.each(['rate-limited', 'overloaded', 'timeout', 'network', 'server', 'truncated'] as const)(
  '%s is tried again',
  (failureClass) => expect(waits({}, failed(failureClass))).toHaveLength(3),
);

test.each([
  'quota',
  'auth',
  'not-found',
  'invalid-request',
  'content-filter',
  'tool',
  'cancelled',
] as const)('%s is not tried again', (failureClass) =>
  expect(waits({}, failed(failureClass))).toEqual([]),
);

test("the server's own word wins over the class", () => {
  expect(waits({}, failed('server', { shouldRetry: false }))).toEqual([]);
  expect(waits({}, failed('invalid-request', { shouldRetry: true }))).toHaveLength(3);
});

test('a wait that the server names is kept, with at most a quarter more', () => {
  const given = waits({ retries: 50 }, failed('rate-limited', { retryAfterMs: 2_000 }));
  for (const wait of given) {
    expect(wait).toBeGreaterThanOrEqual(2_000);
    expect(wait).toBeLessThanOrEqual(2_500);
  }
  expect(new Set(given).size).toBeGreaterThan(1);
});

test('a server that asks to wait for nothing is given the usual back-off', () => {
  expect(waits({}, failed('rate-limited', { retryAfterMs: 0 }))).toEqual([100, 200, 400]);
});

test('a wait shorter than the first back-off does not spend the retries at once', () => {
  expect(waits({}, failed('rate-limited', { retryAfterMs: 5 }))).toEqual([100, 200, 400]);
});

test('a wait longer than a timer can be is the longest that one can be, not none', () => {
  for (const retryAfterMs of [1e15, Number.POSITIVE_INFINITY])
    for (const wait of waits({}, failed('rate-limited', { retryAfterMs })))
      expect(wait).toBe(2 ** 31 - 1);
});

test('a class has at most the retries of its own, and all of them together those of the task', () => {
  const change = { retries: 4, perClass: { timeout: 1, server: 9 } };
  expect(waits(change, failed('timeout'))).toHaveLength(1);
  expect(waits(change, failed('server'))).toHaveLength(4);
  expect(waits({ perClass: { server: 0 } })).toEqual([]);
  const retry = new Retry({ ...policy, ...change }, agents);
  const progress = noRetries();
  const kinds = (['timeout', 'network', 'timeout'] as const).map(
    (failureClass) => fail(retry, progress, failed(failureClass)).kind,
  );
  expect(kinds).toEqual(['wait', 'wait', 'fail']);
});

test('a class that fails for good is tried again where it is given retries, a cancel never', () => {
  expect(waits({ perClass: { 'content-filter': 1 } }, failed('content-filter'))).toHaveLength(1);
  expect(waits({ perClass: { 'content-filter': 1 } }, failed('invalid-request'))).toEqual([]);
  expect(waits({ perClass: { cancelled: 5 } }, failed('cancelled'))).toEqual([]);
  const useless = failed('invalid-output', { shouldRetry: true });
  expect(waits({ perClass: { 'invalid-output': 5 } }, useless)).toEqual([]);
});

test('a call that is only sent in another form uses up no retry', () => {
  const retry = new Retry({ ...policy, retries: 0 }, agents);
  const progress = noRetries();
  const verdict = fail(retry, progress, failed('invalid-request', { resend: true }));
  expect(verdict).toMatchObject({ kind: 'wait', ms: 0, suspect: false });
  expect(progress).toEqual(noRetries());
});

test("the failure of a probe is not the task's: it waits at its route and keeps its retries", () => {
  const retry = new Retry({ ...policy, retries: 1 }, agents);
  const progress = noRetries();
  for (let i = 0; i < 10; i++)
    expect(retry.decide(failed('network'), progress, down, true)).toEqual({ kind: 'wait', ms: 0 });
  expect(progress.retries).toBe(0);
  expect(retry.decide(failed('invalid-request'), progress, down, true).kind).toBe('fail');
});

test('a policy that is changed holds from the next failure on', () => {
  const retry = new Retry({ ...policy, retries: 1 }, agents);
  const progress = noRetries();
  expect(fail(retry, progress, failed('server'))).toMatchObject({ kind: 'wait', ms: 100 });
  expect(fail(retry, progress, failed('server')).kind).toBe('fail');
  retry.policy = { ...retry.policy, retries: 3, strategy: 'fixed', baseMs: 7 };
  expect(fail(retry, noRetries(), failed('server'))).toMatchObject({ kind: 'wait', ms: 7 });
  expect(fail(retry, progress, failed('server')).kind).toBe('wait');
});

test('retries stay below their share of all calls, and the task says why it was not tried again', () => {
  const retry = new Retry({ ...policy, retries: 100, share: 0.25 }, agents);
  const call = () => {
    retry.budget.called();
    return fail(retry, noRetries(), failed('server'));
  };
  // A run that has just begun may retry twenty times, however few calls it has made.
  const first = Array.from({ length: 100 }, call);
  expect(first.filter(({ kind }) => kind === 'wait')).toHaveLength(25);
  expect(first[20]).toEqual({
    kind: 'fail',
    why: "the run's retry budget is used up (25 % of its calls were retries)",
    suspect: false,
  });
  retry.policy = { ...retry.policy, share: null };
  expect(call().kind).toBe('wait');
});

test('each agent of a large run may fail once at the start', () => {
  const retry = new Retry({ ...policy, share: 0.1 }, 500);
  for (let i = 0; i < 500; i++)
    expect(fail(retry, noRetries(), failed('network')).kind).toBe('wait');
  expect(fail(retry, noRetries(), failed('network')).kind).toBe('fail');
});

test('the pace that a server sets is not drawn from the budget of the run', () => {
  const retry = new Retry({ ...policy, share: 0 }, 1);
  const paced = failed('rate-limited', { retryAfterMs: 1_000 });
  for (let i = 0; i < 200; i++) expect(fail(retry, noRetries(), paced).kind).toBe('wait');
  for (let i = 0; i < 20; i++)
    expect(fail(retry, noRetries(), failed('rate-limited')).kind).toBe('wait');
  expect(fail(retry, noRetries(), failed('rate-limited')).kind).toBe('fail');
});

test('a task that keeps failing in the same way while others succeed is poison', () => {
  const retry = new Retry({ ...policy, retries: 10, poisonAfter: 4 }, agents);
  const progress = noRetries();
  const told = [1, 22, 333, 4_444].map((n) =>
    fail(retry, progress, failed('server', { status: 500, message: `500: bad token ${n}` }), well),
  );
  expect(told.map(({ kind }) => kind)).toEqual(['wait', 'wait', 'wait', 'poison']);
  expect(told.map(({ suspect }) => suspect)).toEqual([false, true, true, true]);
  expect(told[3]).toMatchObject({ signature: 'server 500: bad token #' });
});

test('nobody is poisoned while nobody succeeds', () => {
  const retry = new Retry({ ...policy, retries: 10, poisonAfter: 2 }, agents);
  const progress = noRetries();
  const told = Array.from({ length: 11 }, () => fail(retry, progress, failed('network')));
  expect(told.map(({ kind }) => kind)).toEqual([...Array(10).fill('wait'), 'fail']);
  expect(told.some(({ suspect }) => suspect)).toBe(false);
});

test('a failure of another kind begins the count anew, one of pace or key does not touch it', () => {
  const retry = new Retry({ ...policy, retries: 20, poisonAfter: 3 }, agents);
  const progress = noRetries();
  const kinds = (['server', 'server', 'network', 'server', 'rate-limited', 'server'] as const).map(
    (failureClass) => fail(retry, progress, failed(failureClass), well).kind,
  );
  expect(kinds).toEqual(Array(6).fill('wait'));
  expect(fail(retry, progress, failed('server'), well).kind).toBe('poison');
});

test('a task that is refused for its pace is never poison', () => {
  const retry = new Retry({ ...policy, retries: 9, poisonAfter: 2 }, agents);
  const progress = noRetries();
  for (let i = 0; i < 9; i++)
    expect(fail(retry, progress, failed('rate-limited'), well)).toMatchObject({
      kind: 'wait',
      suspect: false,
    });
});

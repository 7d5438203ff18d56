import { describe, expect, test } from 'vitest';
import type { CallOutcome } from '../../src/gates/gate.ts';
import type { RateGate } from '../../src/gates/rate-gate.ts';
import type { LimitPolicy } from '../../src/spec/resolved.ts';
import { noLimits } from '../helpers/tuning.ts';
import {
  call,
  clock,
  ended,
  gateWith,
  hour,
  next,
  onMadeUpClock,
  times,
  took,
} from './rate-clock.ts';

onMadeUpClock();

describe('several limits together', () => {
  test('the one that lasts longest is named, with its figure', () => {
    const gate = gateWith({
      requestsPerMinute: 60,
      requestsPerHour: 5_000,
      tokensPerMinute: 90_000,
    });
    gate.enter(call(6_000), clock.now);
    // A request is due after 1 s, the tokens after 4 s.
    expect(gate.check(call(1_500), clock.now)).toEqual({
      gate: 'rate',
      detail: 'tokens/min 90,000',
      until: 6_000 / 1.5 - 1_500 / 1.5 + 1_000 - 1_000 + 1_000,
    });
    expect(next(gate, 1)).toEqual({
      at: 3_001 - 1 / 3 - 2 / 3 + 2 / 3,
      waitsFor: 'tokens/min 90,000',
    });
  });

  test('an hour holds until the call that opened it is an hour old', () => {
    const gate = gateWith({ requestsPerMinute: 600, requestsPerHour: 12 });
    const went = times(gate, 14);
    expect(went.slice(0, 12)).toEqual([...Array(10).fill(0), 100, 200]);
    expect(went.slice(12)).toEqual([hour, hour]);
    expect(next(gate)).toEqual({ at: hour, waitsFor: null });
    times(gate, 8);
    gate.limits = { ...gate.limits, requestsPerMinute: null };
    expect(next(gate)).toEqual({ at: hour + 100, waitsFor: 'requests/hour 12' });
  });

  test('a day of tokens holds while hours are free', () => {
    const gate = gateWith({ tokensPerHour: 1_000, tokensPerDay: 2_500 });
    expect(times(gate, 5, 500)).toEqual([0, 0, hour, hour, 2 * hour]);
    expect(next(gate, 500)).toEqual({ at: 24 * hour, waitsFor: 'tokens/day 2,500' });
  });

  test('a limit a second runs ahead by 50 ms, so that no second has many more', () => {
    expect(times(gateWith({ requestsPerSecond: 10 }), 12)).toEqual(
      Array.from({ length: 12 }, (_, index) => index * 100),
    );
    const many = times(gateWith({ requestsPerSecond: 200 }), 300).filter(
      (at) => at < clock.now - 1 && at < 1_000,
    );
    expect(many.length).toBeLessThanOrEqual(210);
  });

  test('burst is for requests a second and a minute alike, and not for tokens', () => {
    expect(times(gateWith({ requestsPerMinute: 60, burst: 5 }), 7)).toEqual([
      0, 0, 0, 0, 0, 1_000, 2_000,
    ]);
    clock.now = 0;
    expect(times(gateWith({ requestsPerSecond: 1, burst: 3 }), 4)).toEqual([0, 0, 0, 1_000]);
    clock.now = 0;
    expect(times(gateWith({ tokensPerMinute: 60, burst: 5 }), 3, 1)).toEqual([0, 1_000, 2_000]);
  });

  test('without limits nothing waits', () => {
    expect(times(gateWith({}), 5, 1e9)).toEqual([0, 0, 0, 0, 0]);
  });

  test('how much is used and free of each is told', () => {
    const gate = gateWith({ requestsPerMinute: 600, tokensPerHour: 1_000 });
    gate.enter(call(300), clock.now);
    const set = { learned: false };
    expect(gate.levels(clock.now)).toEqual([
      {
        detail: 'requests/min 600',
        ...set,
        unit: 'requests',
        per: 'min',
        limit: 600,
        used: 1,
        left: 9,
      },
      {
        detail: 'tokens/hour 1,000',
        ...set,
        unit: 'tokens',
        per: 'hour',
        limit: 1_000,
        used: 300,
        left: 700,
      },
    ]);
  });

  test('what is used of a second and of a minute is what began in them, less what was not used', () => {
    const gate = gateWith({ tokensPerMinute: 60_000, requestsPerSecond: 10 });
    const used = () => gate.levels(clock.now).map((level) => level.used);
    const settle = gate.enter(call(600), clock.now);
    gate.enter(call(100), clock.now);
    expect(used()).toEqual([2, 700]);
    clock.now = 1_500;
    ended(settle, { usage: took(100, 50), startedAt: 0 });
    gate.enter(call(10), clock.now);
    expect(used()).toEqual([1, 260]);
    clock.now = 60_000;
    expect(used()).toEqual([0, 10]);
  });
});

describe('what a call took', () => {
  const limits = { tokensPerMinute: 60_000, tokensPerHour: 10_000, requestsPerHour: 10 };
  /** Free of the minute's tokens, the hour's tokens and the hour's requests, after a call of 600. */
  function freeAfter(change: Partial<CallOutcome>): number[] {
    const gate = gateWith(limits);
    const settle = gate.enter(call(600), clock.now);
    ended(settle, change);
    const [minute, requests, tokens] = gate.levels(clock.now).map(({ left }) => left);
    return [minute, tokens, requests];
  }

  test('is what it reported, less or more than was set aside', () => {
    expect(freeAfter({ usage: took(100, 50) })).toEqual([850, 9_850, 9]);
    expect(freeAfter({ usage: { ...took(100, 50), cacheReadTokens: 850 } })).toEqual([0, 9_000, 9]);
    expect(freeAfter({ usage: took(1_500, 500) })).toEqual([-1_000, 8_000, 9]);
  });

  test('is what was set aside where an answer reported nothing', () => {
    expect(freeAfter({ usage: null })).toEqual([400, 9_400, 9]);
    expect(freeAfter({ usage: took(0, 0) })).toEqual([400, 9_400, 9]);
  });

  test('is a request without tokens where it was refused', () => {
    for (const failure of [
      'rate-limited',
      'overloaded',
      'server',
      'auth',
      'invalid-request',
    ] as const)
      expect(freeAfter({ failure })).toEqual([1_000, 10_000, 9]);
  });

  test('is what was set aside where it was cut or broke: nobody knows', () => {
    for (const failure of ['cancelled', 'network', 'timeout', 'truncated'] as const)
      expect(freeAfter({ failure, uncertain: true })).toEqual([400, 9_400, 9]);
  });

  test('is nothing where it was never sent', () => {
    for (const failure of ['cancelled', 'network', 'timeout'] as const)
      expect(freeAfter({ failure })).toEqual([1_000, 10_000, 10]);
  });

  test('but a host that refuses connections is not asked faster than the pace', () => {
    const gate = gateWith({ requestsPerMinute: 60 });
    ended(gate.enter(call(), clock.now), { failure: 'network' });
    expect(next(gate)).toEqual({ at: 1_000, waitsFor: 'requests/min 60' });
  });
});

describe('a limit that is changed live', () => {
  const set = (gate: RateGate, limits: Partial<LimitPolicy>) => {
    gate.limits = { ...gate.limits, ...limits };
  };

  test('keeps what was used', () => {
    const gate = gateWith({ requestsPerMinute: 600, requestsPerHour: 100 });
    times(gate, 10);
    set(gate, { requestsPerMinute: 6_000 });
    expect(next(gate)).toEqual({ at: 10, waitsFor: 'requests/min 6,000' });
    set(gate, { requestsPerHour: 10 });
    expect(next(gate)).toEqual({ at: hour, waitsFor: 'requests/hour 10' });
    set(gate, { requestsPerMinute: null, requestsPerHour: 11 });
    expect(next(gate)).toEqual({ at: 0, waitsFor: null });
    expect(gate.limits).toEqual({ ...noLimits, requestsPerHour: 11 });
  });

  test('begins with nothing where it was not there before, however often it comes and goes', () => {
    const gate = gateWith({});
    times(gate, 50);
    for (let round = 0; round < 3; round++) {
      set(gate, { requestsPerMinute: 600, burst: 100 });
      expect(next(gate)).toEqual({ at: 100, waitsFor: 'requests/min 600' });
      set(gate, { requestsPerMinute: null });
    }
  });

  test('counts the calls before it where it is an hour or a day', () => {
    const gate = gateWith({});
    times(gate, 5, 100);
    clock.now = 60_000;
    set(gate, { requestsPerHour: 5, tokensPerDay: 800 });
    expect(next(gate)).toEqual({ at: hour, waitsFor: 'requests/hour 5' });
    expect(next(gate, 400)).toEqual({ at: 24 * hour, waitsFor: 'tokens/day 800' });
  });

  test('takes nothing back from a call that it did not count', () => {
    const gate = gateWith({});
    const settle = gate.enter(call(5_000), clock.now);
    set(gate, { tokensPerMinute: 600 });
    ended(settle, { usage: took(1, 1) });
    expect(next(gate, 1)).toEqual({ at: 100, waitsFor: 'tokens/min 600' });
  });
});

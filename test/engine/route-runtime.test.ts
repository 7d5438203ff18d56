import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EventLog } from '../../src/engine/event-log.ts';
import { RouteRuntime } from '../../src/engine/route-runtime.ts';
import { KeyUsages } from '../../src/gates/key-usages.ts';
import type { RunEvent } from '../../src/state/events.ts';
import { callOutcome } from '../gates/call-outcome.ts';
import { FoldedRun } from '../helpers/folded-state.ts';
import { noLimits, usualBreaker } from '../helpers/tuning.ts';

let route: RouteRuntime;
let said: string[];
let folded: FoldedRun;
beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  folded = new FoldedRun({ tasks: [0] });
  const { state } = folded;
  const append = (event: RunEvent) => {
    if (event.type === 'breaker.changed') said.push(`${event.to} ${event.reason}`.trim());
  };
  const log = new EventLog({ append, committed: () => Promise.resolve() }, state, 0);
  // A route that is asked for nothing needs nothing of its provider.
  const part = {
    provider: {} as never,
    model: 'm',
    maxConnections: null,
    limits: noLimits,
    usageKey: '',
    cost: () => 0,
    bound: () => 0,
    mostOutputTokens: 1,
  };
  const policy = { breaker: usualBreaker, adaptive: null, state };
  route = new RouteRuntime(0, part, policy, new KeyUsages(null).of(''), log, () => {});
});
afterEach(() => vi.useRealTimers());

const request = { task: 0, role: 0, agent: 0, tokens: 1, boundNanoUsd: null };
const now = () => performance.now();

/** The route refuses three times, and a call that asks whether it is back is under way. */
async function asked(): Promise<() => void> {
  for (let i = 0; i < 3; i++) route.learn(callOutcome({ failure: 'auth' }), 'no key', false);
  await vi.advanceTimersByTimeAsync(60_010);
  const leave = route.enter(request, now());
  return () => {
    leave(callOutcome());
    route.learn(callOutcome(), '', true);
  };
}

test('a route that was given up is closed by hand all the same, and says so', async () => {
  const answer = await asked();
  route.trip();
  expect(folded.state.routes[0].breaker).toBe('open');
  answer();
  await vi.advanceTimersByTimeAsync(0);
  // It is back, and the operator has closed it: nothing is sent, and nothing else is said.
  expect(folded.state.routes[0].breaker).toBe('open');
  expect(route.check(request, now())).toMatchObject({ detail: 'breaker tripped by hand' });
  route.reset();
  expect(route.check(request, now())).toBeNull();
  expect(said).toEqual(['open refused: no key', 'half-open', 'open tripped by hand', 'closed']);
});

test('a reset takes a route back that was given up', async () => {
  await asked();
  route.reset();
  expect(route.check(request, now())).toBeNull();
  expect(said).toEqual(['open refused: no key', 'half-open', 'closed']);
});

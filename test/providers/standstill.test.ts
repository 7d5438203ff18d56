import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Deadline, DeadlineClock } from '../../src/providers/deadline-clock.ts';

let now = 1_000;
beforeEach(() => {
  now = 1_000;
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Lets the clock tick after so long. */
function tickAfter(ms: number): void {
  now += ms;
  vi.advanceTimersByTime(50);
}

function watched(clock: DeadlineClock, deadlineAt: number) {
  const deadline = {
    deadlineAt,
    expired: 0,
    postpone(ms: number) {
      this.deadlineAt += ms;
    },
    expire() {
      this.expired++;
      clock.delete(this);
    },
  };
  clock.add(deadline satisfies Deadline);
  return deadline;
}

test('a time limit passes in the time that the process has lived, not while it was stopped', () => {
  const clock = new DeadlineClock();
  const call = watched(clock, now + 300);
  tickAfter(50);
  tickAfter(60_000);
  expect(call.expired).toBe(0);
  for (let tick = 0; tick < 3; tick++) tickAfter(50);
  expect(call.expired).toBe(0);
  tickAfter(50);
  expect(call.expired).toBe(1);
});

test('a tick that is a little late moves nothing', () => {
  const clock = new DeadlineClock();
  const call = watched(clock, now + 300);
  tickAfter(900);
  expect(call.expired).toBe(1);
});

test('a clock that had nothing to watch for a while has not stood still', () => {
  const clock = new DeadlineClock();
  watched(clock, now + 10);
  tickAfter(50);
  now += 60_000;
  const call = watched(clock, now + 60);
  tickAfter(50);
  tickAfter(50);
  expect(call.expired).toBe(1);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { call, clock, ended, gateWith, hour, onMadeUpClock, took } from './rate-clock.ts';

onMadeUpClock();

test('under any limits at once no window of any of them is passed', () => {
  const limit = (max: number) => fc.option(fc.integer({ min: 1, max }), { freq: 2 });
  const run = fc.record({
    requestsPerSecond: limit(50),
    requestsPerMinute: limit(600),
    requestsPerHour: limit(60),
    requestsPerDay: limit(200),
    tokensPerSecond: limit(2_000),
    tokensPerMinute: limit(60_000),
    tokensPerHour: limit(90_000),
    tokensPerDay: limit(400_000),
    burst: fc.option(fc.integer({ min: 1, max: 40 })),
    steps: fc.array(
      fc.record({
        gapMs: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 4_000_000 })),
        tokens: fc.integer({ min: 1, max: 3_000 }),
        share: fc.double({ min: 0.01, max: 1, noNaN: true }),
      }),
      { maxLength: 100 },
    ),
  });
  const windows = [
    ['Hour', hour],
    ['Day', 24 * hour],
  ] as const;
  const paces = [
    ['Second', 1_000],
    ['Minute', 60_000],
  ] as const;
  fc.assert(
    fc.property(run, ({ steps, ...limits }) => {
      clock.now = 0;
      const gate = gateWith(limits);
      const went: { at: number; requests: number; tokens: number }[] = [];
      /** By limit, what is ahead of its even pace: the most by which a window that ends clock.now is passed. */
      const ahead = new Map<string, number>();
      let before = 0;
      for (const { gapMs, tokens, share } of steps) {
        clock.now += gapMs;
        for (
          let hold = gate.check(call(tokens), clock.now);
          hold;
          hold = gate.check(call(tokens), clock.now)
        )
          clock.now = hold.until as number;
        const used = Math.max(1, Math.floor(tokens * share));
        for (const unit of ['requests', 'tokens'] as const) {
          const asked = unit === 'requests' ? 1 : tokens;
          for (const [per, ms] of windows) {
            const most = limits[`${unit}Per${per}`];
            if (most === null) continue;
            // What was added to a time and is taken away again leaves a crumb.
            const inside = went.filter(({ at }) => at > clock.now - ms + 1e-6);
            const sum = inside.reduce((total, past) => total + past[unit], 0);
            expect(sum + Math.min(asked, most)).toBeLessThanOrEqual(most);
          }
          for (const [per, ms] of paces) {
            const pace = limits[`${unit}Per${per}`];
            if (pace === null) continue;
            const most = Math.max(
              1,
              (unit === 'requests' ? limits.burst : null) ?? pace * (1_000 / ms),
            );
            const flowed = ((clock.now - before) * pace) / ms;
            const ran = Math.max(0, (ahead.get(unit + per) ?? 0) - flowed);
            expect(ran + Math.min(asked, most)).toBeLessThanOrEqual(most + 1e-6);
            ahead.set(unit + per, ran + (unit === 'requests' ? 1 : used));
          }
        }
        ended(gate.enter(call(tokens), clock.now), { usage: took(used, 0) });
        went.push({ at: clock.now, requests: 1, tokens: used });
        before = clock.now;
      }
    }),
    { numRuns: 100 },
  );
});

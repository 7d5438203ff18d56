import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Histogram } from '../../src/state/histogram.ts';

test('nothing recorded has no percentile', () => {
  expect(new Histogram().percentile(0.5)).toBeNull();
});

test('a percentile is within 2.2 % of the value that stands there', () => {
  const values = fc.array(fc.integer({ min: 1, max: 10_000_000 }), {
    minLength: 1,
    maxLength: 300,
  });
  fc.assert(
    fc.property(values, fc.constantFrom(0.01, 0.5, 0.95, 0.99, 1), (durations, share) => {
      const histogram = new Histogram();
      for (const duration of durations) histogram.record(duration);
      const sorted = durations.toSorted((a, b) => a - b);
      const exact = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1];
      const read = histogram.percentile(share) ?? 0;
      expect(Math.abs(read - exact) / exact).toBeLessThan(0.022);
    }),
  );
});

test('cleared, it starts anew', () => {
  const histogram = new Histogram();
  histogram.record(500);
  histogram.clear();
  expect(histogram.percentile(0.5)).toBeNull();
  histogram.record(10);
  expect(histogram.percentile(1)).toBeCloseTo(10, 0);
});

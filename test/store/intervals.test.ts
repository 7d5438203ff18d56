import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Intervals } from '../../src/store/intervals.ts';

test('overlaps count once, in whatever order the spans come', () => {
  const intervals = new Intervals([
    [20, 30],
    [0, 10],
    [5, 12],
    [12, 14],
    [22, 25],
  ]);
  expect(intervals.total).toBe(24);
  expect(intervals.overlap(8, 21)).toBe(7);
  expect(intervals.overlap(14, 20)).toBe(0);
  expect(intervals.overlap(21, 8)).toBe(0);
  expect(new Intervals([]).overlap(0, 100)).toBe(0);
});

test('agrees with counting every unit of time', () => {
  const span = fc
    .tuple(fc.nat(40), fc.nat(40))
    .map(([a, length]): [number, number] => [a, a + length]);
  fc.assert(
    fc.property(fc.array(span), fc.nat(80), fc.nat(80), (spans, from, to) => {
      let covered = 0;
      for (let unit = from; unit < to; unit++) {
        if (spans.some(([start, end]) => start <= unit && unit < end)) covered++;
      }
      expect(new Intervals(spans).overlap(from, to)).toBe(covered);
    }),
  );
});

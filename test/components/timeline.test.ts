import { expect, test } from 'vitest';
import { niceCeiling, timeline } from '../../components/parts/timeline.ts';
import type { Sample } from '../../src/state/events.ts';
import { Series } from '../../src/state/series.ts';

function series(values: readonly (number | null)[]): Series {
  const out = new Series();
  for (const value of values)
    out.add({ type: 'sample', callsPerSecond: 0, p50Ms: value } as unknown as Sample, 1);
  return out;
}

test('a young run fills the chart from the left, a sample a dot', () => {
  const { values, windowSeconds, max } = timeline(series([1, 2, 3]), 'p50Ms', 10);
  expect([...values]).toEqual([1, 2, 3]);
  expect([windowSeconds, max]).toEqual([10, 3]);
});

test('an older one is shown at several samples a dot, by their mean', () => {
  const { values, windowSeconds } = timeline(series([1, 3, 5, 7, 9]), 'p50Ms', 3);
  expect([...values]).toEqual([2, 6, 9]);
  expect(windowSeconds).toBe(6);
});

test('what was drawn stays as it was while the chart moves on', () => {
  const samples = Array.from({ length: 900 }, (_, i) => (i * 7919) % 13);
  const before = timeline(series(samples.slice(0, 601)), 'p50Ms', 60);
  const after = timeline(series(samples.slice(0, 604)), 'p50Ms', 60);
  expect(before.windowSeconds).toBe(300);
  expect([...after.values.slice(0, 59)]).toEqual([...before.values.slice(0, 59)]);
});

test('seconds without a value leave a gap and do not count in a mean', () => {
  const { values } = timeline(series([4, null, null, null]), 'p50Ms', 2);
  expect(values[0]).toBe(4);
  expect(values[1]).toBeNaN();
});

test('no room is no chart', () => {
  expect(timeline(series([1]), 'p50Ms', 0).values).toHaveLength(0);
});

test.each([
  [0, 1],
  [0.7, 0.8],
  [1, 1],
  [118, 150],
  [248, 300],
  [1_000, 1_000],
  [9_100, 10_000],
])('the scale for %s ends at %s', (value, top) => expect(niceCeiling(value)).toBeCloseTo(top, 6));

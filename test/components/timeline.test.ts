import { describe, expect, test } from 'vitest';
import { niceCeiling } from '../../components/parts/nice-ceiling.ts';
import { dotOf, dotValues, sampleOf, timeScale } from '../../components/parts/timeline.ts';
import { Series } from '../../src/state/series.ts';
import * as events from '../helpers/sample-event.ts';

const all = Number.POSITIVE_INFINITY;

function series(values: readonly (number | null)[]): Series {
  const out = new Series();
  for (const [second, p50Ms] of values.entries())
    out.add(events.sampleOf({ p50Ms }), { t: 1_000 * second, concurrency: 1, adaptiveLimit: null });
  return out;
}

/** A run whose every second has its number as its value. */
const counting = (seconds: number) => series(Array.from({ length: seconds }, (_, i) => i));

const shown = (of: Series, dots: number, window: number) => [
  ...dotValues(of, 'p50Ms', timeScale(of, dots, window)),
];

test('a young run fills the chart from the left, a sample a dot', () => {
  expect(shown(series([1, 2, 3]), 10, 300)).toEqual([1, 2, 3]);
  expect(timeScale(series([1, 2, 3]), 10, 300).seconds).toBe(3);
});

test('an older one is shown at several samples a dot, by their mean', () => {
  const of = series([1, 3, 5, 7, 9]);
  expect(shown(of, 3, 300)).toEqual([2, 6, 9]);
  expect(timeScale(of, 3, 300).seconds).toBe(5);
});

test('a run older than the window fills the chart with it and no more', () => {
  const of = counting(800);
  const { seconds, dots } = timeScale(of, 88, 300);
  expect([seconds, dots]).toEqual([300, 88]);
  const values = shown(of, 88, 300);
  expect(values[0]).toBeGreaterThan(498);
  expect(values[0]).toBeLessThan(504);
  expect(values[87]).toBeGreaterThan(796);
});

test('a window of fewer samples than dots is spread over all of them', () => {
  const values = shown(counting(800), 100, 60);
  expect(values).toHaveLength(100);
  expect(new Set(values)).toEqual(new Set(Array.from({ length: 60 }, (_, i) => 740 + i)));
  expect(shown(counting(2), 100, 60)).toEqual([0, 0, 1, 1]);
});

test('what was drawn stays as it was while the chart moves on', () => {
  const samples = Array.from({ length: 900 }, (_, i) => (i * 7919) % 13);
  for (const window of [60, 300, 900])
    for (let count = 600; count < 604; count++) {
      const [before, after] = [samples.slice(0, count), samples.slice(0, count + 1)].map(
        (values) => {
          const of = series(values);
          const scale = timeScale(of, 70, window);
          return { scale, values: dotValues(of, 'p50Ms', scale) };
        },
      );
      expect(after.scale.perDot).toBe(before.scale.perDot);
      const moved = after.scale.first - before.scale.first;
      // The newest dot may not be whole yet.
      const whole = before.values.length - 1;
      expect([...after.values.slice(0, whole - moved)]).toEqual([
        ...before.values.slice(moved, whole),
      ]);
    }
});

test('seconds without a value leave a gap and do not count in a mean', () => {
  const values = shown(series([4, null, null, null]), 2, 300);
  expect(values[0]).toBe(4);
  expect(values[1]).toBeNaN();
});

test('no room is no chart, and neither is no sample', () => {
  expect(shown(series([1]), 0, 300)).toEqual([]);
  expect(shown(series([]), 10, 300)).toEqual([]);
});

describe('the whole run', () => {
  test('is shown second by second while its samples are there', () => {
    expect(shown(counting(90), 45, all)).toEqual(Array.from({ length: 45 }, (_, i) => 2 * i + 0.5));
  });

  test('and by the points it was thinned to from then on, from its first second', () => {
    const of = counting(3_000);
    const values = shown(of, 100, all);
    expect(values.length).toBeGreaterThan(60);
    const step = values[1] - values[0];
    expect(values[0]).toBe((step - 1) / 2);
    for (let i = 1; i < values.length - 1; i++) expect(values[i] - values[i - 1]).toBe(step);
    expect(values.at(-1)).toBeGreaterThan(2_900);
    expect(timeScale(of, 100, all).seconds).toBeGreaterThan(2_980);
  });
});

test.each([
  [800, 88, 300],
  [800, 100, 60],
  [800, 70, 900],
  [3_000, 100, all],
])('of %i samples on %i dots each shown one is found again in its dot', (count, dots, window) => {
  const scale = timeScale(counting(count), dots, window);
  for (let dot = 0; dot < scale.dots; dot++) {
    const sample = sampleOf(scale, dot);
    // Several dots may show the same sample: the first of them is its own.
    expect(sampleOf(scale, dotOf(scale, sample))).toBe(sample);
  }
  expect(dotOf(scale, count + 50)).toBeGreaterThanOrEqual(scale.dots);
  expect(dotOf(scale, -50)).toBeLessThan(0);
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

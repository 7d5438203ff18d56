import { expect, test } from 'vitest';
import { Series } from '../../src/state/series.ts';
import { sampleOf } from '../helpers/sample-event.ts';

/** A sample a second, whose calls a second are its number. */
function seriesOf(length: number, p95Ms: (second: number) => number | null = () => null): Series {
  const series = new Series();
  for (let second = 0; second < length; second++)
    series.add(sampleOf({ callsPerSecond: second, p95Ms: p95Ms(second) }), {
      t: 1_000 * second,
      concurrency: 7,
      adaptiveLimit: second < 3 ? null : 5,
    });
  return series;
}

test('the last minutes are there second by second, oldest first', () => {
  const series = seriesOf(1_000);
  expect([...series.last('callsPerSecond', 3)]).toEqual([997, 998, 999]);
  expect([...series.last('t', 2)]).toEqual([998, 999]);
  const fifteen = [...series.last('callsPerSecond', 5_000)];
  expect(fifteen).toEqual(Array.from({ length: 900 }, (_, i) => 100 + i));
  expect([...series.last('concurrency', 2)]).toEqual([7, 7]);
});

test('a young series gives what it has', () => {
  expect([...seriesOf(2).last('callsPerSecond', 60)]).toEqual([0, 1]);
});

test('what was not measured is no number', () => {
  expect([...seriesOf(1).last('p95Ms', 1)]).toEqual([Number.NaN]);
  expect([...seriesOf(4).last('adaptiveLimit', 2)]).toEqual([Number.NaN, 5]);
});

test('the whole run stays in 600 points, evenly spaced', () => {
  const series = seriesOf(5_000);
  const all = [...series.all('callsPerSecond')];
  expect(all.length).toBeLessThanOrEqual(600);
  expect(all.length).toBeGreaterThanOrEqual(300);
  for (let i = 1; i < all.length; i++) expect(all[i] - all[i - 1]).toBe(series.stride);
});

test('a point of the whole run is the mean of its samples, however often it was thinned', () => {
  // One second in sixteen is slow: none of it may fall between two points.
  const series = seriesOf(4_800, (second) => (second % 16 === 5 ? 1_600 : 0));
  expect(series.stride).toBe(8);
  const all = series.all('p95Ms');
  expect(all).toHaveLength(600);
  for (let i = 0; i < all.length; i += 2) expect(all[i] + all[i + 1]).toBe(200);
  expect(series.all('t')[1]).toBe(11.5);
});

test('seconds without a value do not count in a mean', () => {
  const series = seriesOf(1_200, (second) => (second % 2 === 0 ? 40 : null));
  expect(series.stride).toBe(2);
  expect(new Set(series.all('p95Ms'))).toEqual(new Set([40]));
});

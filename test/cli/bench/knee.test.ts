import { expect, test } from 'vitest';
import { findKnee } from '../../../src/cli/bench/knee.ts';

/** Levels by their calls a second. */
const levels = (figures: Record<number, number>) =>
  Object.entries(figures).map(([atOnce, callsPerSecond]) => ({
    atOnce: Number(atOnce),
    callsPerSecond,
  }));
const kneeOf = (figures: Record<number, number>) => findKnee(levels(figures));

test('where throughput stops growing at once, the knee is there', () => {
  const knee = kneeOf({ 1: 10, 2: 20, 4: 40, 8: 40.5, 16: 41 });
  expect(knee?.at.atOnce).toBe(4);
  expect(knee?.below?.atOnce).toBe(2);
  expect(knee?.above?.atOnce).toBe(8);
});

test('a doubling is worth it from the square root of two on', () => {
  expect(kneeOf({ 4: 10, 8: 14.1 })?.at.atOnce).toBe(4);
  expect(kneeOf({ 4: 10, 8: 14.2 })?.at.atOnce).toBe(8);
});

test('where more at once brings nothing, or less, the lowest level is taken', () => {
  expect(kneeOf({ 1: 5, 2: 5, 4: 5 })?.at.atOnce).toBe(1);
  expect(kneeOf({ 2: 0, 4: 0 })).toBeNull();
  expect(kneeOf({ 1: 10, 2: 18, 4: 30, 8: 3 })?.at.atOnce).toBe(4);
});

test('where throughput still grows at the highest level, nothing stands above the knee', () => {
  expect(kneeOf({ 2: 2, 4: 4, 8: 8 })).toMatchObject({ at: { atOnce: 8 }, above: null });
});

test('one level has no knee, and the order of the levels does not matter', () => {
  expect(kneeOf({ 4: 10 })).toBeNull();
  expect(findKnee(levels({ 1: 10, 2: 20, 4: 21 }).toReversed())?.at.atOnce).toBe(2);
});

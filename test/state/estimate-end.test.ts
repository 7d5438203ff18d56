import { expect, test } from 'vitest';
import { estimateEnd } from '../../src/state/estimate-end.ts';

test('there is no estimate before there is evidence', () => {
  expect(estimateEnd(0, 60_000, 100)).toBeNull();
  expect(estimateEnd(4, 60_000, 100)).toBeNull();
  expect(estimateEnd(50, 1_000, 100)).toBeNull();
});

test('what is left takes as long as what was done, in proportion', () => {
  expect(estimateEnd(100, 10_000, 300)?.likelyMs).toBe(30_000);
});

test('the band narrows as more has been seen, and holds the likely time', () => {
  const early = estimateEnd(9, 9_000, 100);
  const late = estimateEnd(900, 900_000, 100);
  const width = (estimate: typeof early) => (estimate ? estimate.highMs / estimate.lowMs : 0);
  expect(width(early)).toBeGreaterThan(width(late));
  expect(early?.lowMs).toBeLessThan(early?.likelyMs ?? 0);
  expect(early?.highMs).toBeGreaterThan(early?.likelyMs ?? 0);
});

test('nothing left takes no time', () => {
  expect(estimateEnd(0, 0, 0)).toEqual({ likelyMs: 0, lowMs: 0, highMs: 0 });
});

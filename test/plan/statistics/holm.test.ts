import { expect, it } from 'vitest';
import { holm } from '../../../src/plan/statistics/holm.ts';

it("corrects as R's p.adjust(c(0.01, 0.04, 0.03, 0.005), 'holm') does", () => {
  const expected = [0.03, 0.06, 0.06, 0.02];
  for (const [index, p] of holm([0.01, 0.04, 0.03, 0.005]).entries())
    expect(p).toBeCloseTo(expected[index], 12);
});

it('never passes 1, and leaves a single one as it is', () => {
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
  expect(holm([0.04])).toEqual([0.04]);
  expect(holm([])).toEqual([]);
});

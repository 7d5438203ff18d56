import { describe, expect, it } from 'vitest';
import { betaBelow } from '../../../src/plan/statistics/beta-below.ts';

/** For whole a and b it is a sum of binomial terms: P(X ≥ a) of a + b - 1 throws. */
function byBinomial(x: number, a: number, b: number): number {
  const n = a + b - 1;
  let sum = 0;
  let term = (1 - x) ** n;
  for (let k = 0; k <= n; k++) {
    if (k >= a) sum += term;
    term *= ((n - k) / (k + 1)) * (x / (1 - x));
  }
  return sum;
}

describe('the chance that a share is below a value', () => {
  it('is the binomial sum for whole numbers', () => {
    for (const a of [1, 2, 5, 17]) {
      for (const b of [1, 3, 8, 30]) {
        for (const x of [0.05, 0.3, 0.5, 0.77, 0.99]) {
          expect(betaBelow(x, a, b)).toBeCloseTo(byBinomial(x, a, b), 10);
        }
      }
    }
  });

  it('adds up to one from both sides, for parts of votes and for many', () => {
    for (const [a, b] of [
      [1.5, 2.25],
      [50_001, 49_001],
    ]) {
      expect(betaBelow(0.4, a, b) + betaBelow(0.6, b, a)).toBeCloseTo(1, 10);
    }
    expect(betaBelow(0.5, 50_001, 50_001)).toBeCloseTo(0.5, 8);
  });

  it('is nothing below 0 and all above 1', () => {
    expect([betaBelow(0, 2, 3), betaBelow(1, 2, 3)]).toEqual([0, 1]);
  });
});

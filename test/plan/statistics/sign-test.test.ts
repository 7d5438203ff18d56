import { describe, expect, it } from 'vitest';
import { halfBinomialTail, signTest } from '../../../src/plan/statistics/sign-test.ts';

describe('the exact sign test', () => {
  // p-values of R's binom.test(x, n): of mcnemar.exact where the pairs are of successes and failures.
  it.each([
    [5, 0, 0.0625],
    [6, 0, 0.03125],
    [8, 2, 0.109375],
    [9, 1, 0.021484375],
    [10, 10, 1],
    [15, 5, 0.04138946533203125],
  ])('splits of %d and %d', (more, less, p) => {
    expect(signTest(more, less)).toBeCloseTo(p, 12);
    expect(signTest(less, more)).toBeCloseTo(p, 12);
  });

  it("knows Arbuthnot's 82 years of more boys than girls (1710)", () => {
    expect(signTest(82, 0)).toBeCloseTo(2 * 2 ** -82, 30);
  });

  it('stays exact where 2^-n is no number any more', () => {
    // 50,000 of 100,000: by symmetry half of all, and half of the middle.
    const middle = halfBinomialTail(50_000, 100_000) - halfBinomialTail(49_999, 100_000);
    expect(halfBinomialTail(49_999, 100_000) + middle / 2).toBeCloseTo(0.5, 9);
    // Stirling: the middle is 1 / sqrt(pi n / 2) for large n.
    expect(middle).toBeCloseTo(1 / Math.sqrt((Math.PI * 100_000) / 2), 7);
  });

  it('says nothing of nothing', () => {
    expect(signTest(0, 0)).toBe(1);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { medianInterval } from '../../../src/plan/statistics/median-interval.ts';
import { signTest } from '../../../src/plan/statistics/sign-test.ts';

const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

describe('the interval of a median', () => {
  // The r-th smallest and largest of n: Conover (1999), Table A3 with p = 0.5; Hahn and Meeker, Table A.15.
  it.each([
    [6, 1],
    [8, 1],
    [9, 2],
    [10, 2],
    [15, 4],
    [20, 6],
    [25, 8],
    [50, 18],
  ])('of %d values leaves out %d less one at each end', (n, r) => {
    expect(medianInterval(upTo(n))).toEqual({ median: (n + 1) / 2, interval: [r, n + 1 - r] });
  });

  it('is none for five values, and nothing at all for none', () => {
    expect(medianInterval(upTo(5))).toEqual({ median: 3, interval: null });
    expect(medianInterval([])).toEqual({ median: null, interval: null });
  });

  it('leaves out 0 just where the sign test is below 0.05', () => {
    const differences = fc.array(
      fc.integer({ min: -50, max: 60 }).filter((value) => value !== 0),
      {
        minLength: 6,
        maxLength: 120,
      },
    );
    fc.assert(
      fc.property(differences, (values) => {
        const [low, high] = medianInterval(values).interval ?? [0, 0];
        const above = values.filter((value) => value > 0).length;
        expect(low > 0 || high < 0).toBe(signTest(above, values.length - above) <= 0.05);
      }),
    );
  });
});

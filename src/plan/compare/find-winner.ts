import { signTest } from '../statistics/sign-test.ts';
import {
  betterOf,
  type DecisiveCriterion,
  decisiveCriteria,
  isProven,
  type PairTest,
} from './pair-tests.ts';

/** What the evidence says of who won. */
export type Finding =
  | {
      readonly kind: 'winner';
      readonly variant: number;
      readonly by: DecisiveCriterion;
      readonly tests: readonly PairTest[];
    }
  /** By one criterion a variant is better than all others, by another one worse than one of them. */
  | {
      readonly kind: 'torn';
      readonly variant: number;
      readonly by: DecisiveCriterion;
      readonly against: PairTest;
    }
  /** The test that came nearest to telling two apart, null where nothing does. */
  | { readonly kind: 'none'; readonly nearest: PairTest | null; readonly more: number | null };

/**
 * A winner is better than every other variant by one criterion, each time beyond chance after the
 * correction, and by no other criterion worse than any of them beyond chance.
 *
 * @param tests those that decide may be among others
 */
export function findWinner(tests: readonly PairTest[], variants: number): Finding {
  const decisive = tests.filter(isDecisive);
  for (const by of decisiveCriteria) {
    for (let variant = 0; variant < variants; variant++) {
      const won = decisive.filter(
        (test) => test.criterion === by && isProven(test) && betterOf(test) === variant,
      );
      if (won.length < variants - 1) continue;
      const against = decisive.find(
        (test) =>
          isProven(test) &&
          (test.first === variant || test.second === variant) &&
          betterOf(test) !== variant,
      );
      if (against !== undefined) return { kind: 'torn', variant, by, against };
      return { kind: 'winner', variant, by, tests: won };
    }
  }
  const nearest =
    decisive.filter((test) => betterOf(test) !== null).toSorted((a, b) => a.p - b.p)[0] ?? null;
  const more = nearest === null || isProven(nearest) ? null : moreUnits(nearest, decisive.length);
  return { kind: 'none', nearest, more };
}

function isDecisive({ criterion }: PairTest): boolean {
  return decisiveCriteria.some((each) => each === criterion);
}

const mostUnits = 20_000;

/**
 * How many units more would tell the two apart if they went on as they did, with the strictest
 * correction for `tests`; null where even very many would not.
 */
function moreUnits({ firstBetter, secondBetter, same }: PairTest, tests: number): number | null {
  const units = firstBetter + secondBetter + same;
  const larger = Math.max(firstBetter, secondBetter) / units;
  const smaller = Math.min(firstBetter, secondBetter) / units;
  const shows = (n: number) =>
    signTest(Math.round(larger * n), Math.round(smaller * n)) * tests < 0.05;
  let high = Math.max(8, units * 2);
  while (!shows(high)) {
    high *= 2;
    if (high > mostUnits) return null;
  }
  let low = units;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (shows(middle)) high = middle;
    else low = middle;
  }
  return high - units;
}

import { holm } from '../statistics/holm.ts';
import type { Interval } from '../statistics/interval.ts';
import { medianInterval } from '../statistics/median-interval.ts';
import { signTest } from '../statistics/sign-test.ts';
import type { CompareLayout } from './compare-layout.ts';
import type { RoundFigures } from './round-figures.ts';
import { differences, known, unitsOf } from './units.ts';

/** What can make a winner, the weightiest first. */
export const decisiveCriteria = ['judge', 'checks', 'success'] as const;
/** What is told, and decides nothing. Less of it is better. */
export const reportedCriteria = ['latency_ms', 'output_tokens', 'cost_usd'] as const;

export type DecisiveCriterion = (typeof decisiveCriteria)[number];
export type ReportedCriterion = (typeof reportedCriteria)[number];
export type Criterion = DecisiveCriterion | ReportedCriterion;

/** One exact sign test between two variants. */
export interface PairTest {
  readonly criterion: Criterion;
  /** Indexes of the variants. */
  readonly first: number;
  readonly second: number;
  /** Units in which the one, the other and neither did better. */
  readonly firstBetter: number;
  readonly secondBetter: number;
  readonly same: number;
  /** Median of the first less the second, with its interval; null where amounts mean nothing. */
  readonly difference: { readonly median: number; readonly interval: Interval | null } | null;
  readonly p: number;
  /** After Holm's correction for all tests of its family: those that decide, and those that are told. */
  readonly adjusted: number;
}

/** How many better units more than the other have: index of the better, null where they are as many. */
export function betterOf({ first, second, firstBetter, secondBetter }: PairTest): number | null {
  if (firstBetter === secondBetter) return null;
  return firstBetter > secondBetter ? first : second;
}

export function isProven({ adjusted }: PairTest): boolean {
  return adjusted < 0.05;
}

/** Every test between every two variants that there is something to test by. */
export function pairTests(
  layout: CompareLayout,
  prompts: number,
  figures: RoundFigures,
  has: { readonly judge: boolean; readonly checks: boolean },
): PairTest[] {
  const decisive: readonly Criterion[] = decisiveCriteria.filter(
    (criterion) => criterion === 'success' || has[criterion],
  );
  const testsBy = (criteria: readonly Criterion[]) =>
    corrected(
      criteria.flatMap((criterion) =>
        layout.pairs.map((_, pair) => testOf(criterion, pair, layout, prompts, figures)),
      ),
    );
  return [...testsBy(decisive), ...testsBy(reportedCriteria)];
}

function testOf(
  criterion: Criterion,
  pair: number,
  { pairs }: CompareLayout,
  prompts: number,
  { answers, verdicts }: RoundFigures,
): Omit<PairTest, 'adjusted'> {
  const { first, second } = pairs[pair];
  const units =
    criterion === 'judge'
      ? known(unitsOf(verdicts[pair], prompts))
      : differences(
          unitsOf(answers[first][criterion], prompts),
          unitsOf(answers[second][criterion], prompts),
        );
  const amounts = reportedCriteria.some((each) => each === criterion);
  const above = units.reduce((count, value) => count + Number(value > 0), 0);
  const below = units.reduce((count, value) => count + Number(value < 0), 0);
  const firstBetter = amounts ? below : above;
  const secondBetter = amounts ? above : below;
  const { median, interval } = medianInterval([...units]);
  return {
    ...{ criterion, first, second, firstBetter, secondBetter },
    same: units.length - above - below,
    difference: amounts && median !== null ? { median, interval } : null,
    p: signTest(firstBetter, secondBetter),
  };
}

function corrected(tests: readonly Omit<PairTest, 'adjusted'>[]): PairTest[] {
  const adjusted = holm(tests.map(({ p }) => p));
  return tests.map((test, index) => ({ ...test, adjusted: adjusted[index] }));
}

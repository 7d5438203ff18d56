import type { CompareWorkload } from '../../spec/work/compare-workload.ts';
import type { Outcome, RunResults } from '../run-results.ts';
import { medianInterval } from '../statistics/median-interval.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';
import { answerCheck } from './answer-checks.ts';
import type { CompareLayout } from './compare-layout.ts';
import { alsoWords, findingWords } from './compare-words.ts';
import { findWinner } from './find-winner.ts';
import type {
  AmountFigure,
  CompareOutcome,
  PairOutcome,
  ShareFigure,
  VariantOutcome,
} from './outcome-shape.ts';
import { betterOf, isProven, type PairTest, pairTests } from './pair-tests.ts';
import { type RoundFigures, roundFigures } from './round-figures.ts';
import { known, unitsOf } from './units.ts';

/** What a comparison came to: figures of each variant, tests of each pair, and the winner if there is one. */
export async function compareOutcome(
  workload: CompareWorkload,
  layout: CompareLayout,
  results: RunResults,
): Promise<Outcome> {
  const { items, repeat, variants, judge, checks } = workload;
  const check = await answerCheck(checks);
  const figures = roundFigures(workload, layout, results, check);
  const has = { judge: judge !== null, checks: check !== null };
  const tests = pairTests(layout, items.length, figures, has);
  const names = variants.map(({ name }) => name);
  const finding = findWinner(tests, names.length);
  const unit = items.length === 1 ? 'repetition' : 'prompt';
  const outcome: CompareOutcome = {
    kind: 'compare',
    prompts: items.length,
    repeat,
    unit,
    variants: Object.fromEntries(
      names.map((name, variant) => [
        name,
        variantOutcome(variant, items.length, layout, figures, has),
      ]),
    ),
    pairs: layout.pairs.map((pair) => pairOutcome(pair, tests, names)),
    judge: judge === null ? null : { role: judge.role, ...judgeFigures(figures) },
    winner: finding.kind === 'winner' ? names[finding.variant] : null,
    by: finding.kind === 'winner' ? finding.by : null,
    why: findingWords(finding, names, unit),
    also: tests.filter(isProven).flatMap((test) => alsoWords(test, names)),
  };
  return outcome as unknown as Outcome;
}

function variantOutcome(
  variant: number,
  prompts: number,
  layout: CompareLayout,
  { answers, verdicts }: RoundFigures,
  has: { readonly judge: boolean; readonly checks: boolean },
): VariantOutcome {
  const of = answers[variant];
  const share = (values: Float64Array): ShareFigure => {
    const rounds = known(values);
    const count = rounds.reduce((sum, value) => sum + value, 0);
    const units = known(unitsOf(values, prompts));
    const mean = units.length === 0 ? null : units.reduce((a, b) => a + b, 0) / units.length;
    const interval = mean === null ? null : wilsonInterval(mean, units.length);
    return { count, of: rounds.length, share: mean, interval };
  };
  const amount = (values: Float64Array): AmountFigure => {
    const rounds = known(values);
    const { median, interval } = medianInterval([...known(unitsOf(values, prompts))]);
    return { median, interval, total: rounds.reduce((a, b) => a + b, 0), of: rounds.length };
  };
  return {
    success: share(of.success),
    checks: has.checks ? share(of.checks) : null,
    latency_ms: amount(of.latency_ms),
    output_tokens: amount(of.output_tokens),
    cost_usd: amount(of.cost_usd),
    judge: has.judge ? judgeOf(variant, prompts, layout, verdicts) : null,
  };
}

/** Wins and losses of one variant, by the units that the tests count. */
function judgeOf(
  variant: number,
  prompts: number,
  { pairs }: CompareLayout,
  verdicts: readonly Float64Array[],
): NonNullable<VariantOutcome['judge']> {
  const count = { wins: 0, losses: 0, ties: 0 };
  pairs.forEach(({ first, second }, pair) => {
    if (first !== variant && second !== variant) return;
    for (const value of known(unitsOf(verdicts[pair], prompts))) {
      if (value === 0) count.ties++;
      else if (value > 0 === (first === variant)) count.wins++;
      else count.losses++;
    }
  });
  const decided = count.wins + count.losses;
  const win_share = decided === 0 ? null : count.wins / decided;
  const interval = win_share === null ? null : wilsonInterval(win_share, decided);
  return { ...count, win_share, interval };
}

function pairOutcome(
  { first, second }: { first: number; second: number },
  tests: readonly PairTest[],
  names: readonly string[],
): PairOutcome {
  const ofPair = tests.filter((test) => test.first === first && test.second === second);
  return {
    a: names[first],
    b: names[second],
    tests: ofPair.map((test) => {
      const better = isProven(test) ? betterOf(test) : null;
      return {
        criterion: test.criterion,
        a_better: test.firstBetter,
        b_better: test.secondBetter,
        same: test.same,
        difference: test.difference?.median ?? null,
        interval: test.difference?.interval ?? null,
        p: test.p,
        p_adjusted: test.adjusted,
        better: better === null ? null : names[better],
      };
    }),
  };
}

function judgeFigures({ verdicts, agreed, preferred, unreadable }: RoundFigures) {
  const rounds = verdicts.reduce((sum, ofPair) => sum + ofPair.length, 0);
  const judged = verdicts.reduce((sum, ofPair) => sum + known(ofPair).length, 0);
  const said = preferred.first + preferred.second;
  const first_share = said === 0 ? null : preferred.first / said;
  return {
    judged,
    unjudged: rounds - judged,
    unreadable,
    agreed_share: judged === 0 ? null : agreed / judged,
    first_share,
    first_interval: first_share === null ? null : wilsonInterval(first_share, said),
  };
}

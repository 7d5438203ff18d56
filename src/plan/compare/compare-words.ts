import type { Finding } from './find-winner.ts';
import { betterOf, type DecisiveCriterion, type PairTest } from './pair-tests.ts';

type Unit = 'prompt' | 'repetition';

const does: Readonly<Record<DecisiveCriterion, string>> = {
  judge: 'is judged better',
  checks: 'passes the checks more often',
  success: 'succeeds more often',
};

const takes = {
  latency_ms: ['answers faster', 'ms'],
  output_tokens: ['writes fewer tokens', 'tokens'],
  cost_usd: ['costs less', 'dollars'],
} as const;

/** Who won and why, or why nobody did: one sentence without a full stop. */
export function findingWords(finding: Finding, names: readonly string[], unit: Unit): string {
  switch (finding.kind) {
    case 'winner': {
      const told = finding.tests.map((test) => {
        const than = test.first === finding.variant ? test.second : test.first;
        return `than ${names[than]} ${splitWords(test, finding.variant, unit)}`;
      });
      return `${names[finding.variant]} ${does[finding.by]} ${told.join(', ')}`;
    }
    case 'torn': {
      const better = betterOf(finding.against) ?? 0;
      const criterion = finding.against.criterion as DecisiveCriterion;
      return `no winner: ${names[finding.variant]} ${does[finding.by]}, but ${names[better]} ${does[criterion]} ${splitWords(finding.against, better, unit)}`;
    }
    case 'none':
      return noneWords(finding, names, unit);
  }
}

function noneWords(
  { nearest, more }: Extract<Finding, { kind: 'none' }>,
  names: readonly string[],
  unit: Unit,
): string {
  if (nearest === null) return 'no winner: nothing tells the variants apart';
  const better = betterOf(nearest) ?? 0;
  const than = nearest.first === better ? nearest.second : nearest.first;
  const told = `${names[better]} ${does[nearest.criterion as DecisiveCriterion]} than ${names[than]} ${splitWords(nearest, better, unit)}`;
  if (nearest.adjusted < 0.05)
    return `no winner: ${told}, but no variant is better than all others`;
  const hint =
    more === null
      ? ''
      : `; about ${more.toLocaleString('en')} more ${unit}s would show it, if it goes on like this`;
  return `no winner: ${told}, which may be chance${hint}`;
}

/** `for 31 of 40 prompts that differ (p = 0.0007)` */
function splitWords(test: PairTest, better: number, unit: Unit): string {
  const { first, firstBetter, secondBetter, adjusted } = test;
  const won = first === better ? firstBetter : secondBetter;
  return `for ${won} of ${firstBetter + secondBetter} ${unit}s that differ (${pWords(adjusted)})`;
}

/** What differs beyond chance and decides nothing; empty for what decides. */
export function alsoWords(test: PairTest, names: readonly string[]): string[] {
  const { criterion, first, second, difference } = test;
  if (!(criterion in takes) || difference === null) return [];
  const better = betterOf(test);
  if (better === null) return [];
  const [what, amount] = takes[criterion as keyof typeof takes];
  const than = better === first ? second : first;
  const by = Math.abs(difference.median);
  return [
    `${names[better]} ${what} than ${names[than]}, by ${Number(by.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 })} ${amount} in the middle (${pWords(test.adjusted)})`,
  ];
}

export function pWords(p: number): string {
  if (p < 0.0001) return 'p < 0.0001';
  return `p = ${Number(p.toPrecision(2))}`;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ballot } from '../../../src/plan/consensus/ballot.ts';
import { stopRules } from '../../../src/plan/consensus/early-stop.ts';
import { wins } from '../../../src/plan/consensus/tally.ts';
import { Chance } from '../../helpers/chance.ts';

interface Voter {
  /** Null is no vote. */
  readonly answer: string | null;
  readonly weight: number;
}

/** The winner where these voters are heard in their order until the rule holds. */
function heard(
  voters: readonly Voter[],
  rule: keyof typeof stopRules,
  threshold: number | null,
): { winner: string | null; asked: number } {
  const ballot = new Ballot(
    voters.length,
    voters.reduce((sum, { weight }) => sum + weight, 0),
  );
  let asked = 0;
  for (const { answer, weight } of voters) {
    if (stopRules[rule](ballot, threshold)) break;
    if (answer === null) ballot.lose(weight);
    else ballot.vote({ key: answer, answer }, weight);
    asked++;
  }
  const [first] = ballot.counts();
  return { winner: wins(ballot, threshold) ? first.answer : null, asked };
}

const voters = fc.array(
  fc.record({
    answer: fc.constantFrom('a', 'a', 'a', 'b', 'b', 'c', null),
    weight: fc.constantFrom(1, 1, 1, 2, 0.1, 0.3, 2.5),
  }),
  { minLength: 1, maxLength: 12 },
);
const threshold = fc.constantFrom(null, 0, 0.3, 0.5, 0.6, 2 / 3, 0.8, 1);

describe('an exact early stop', () => {
  it('names the winner that asking all would have named, whatever the votes, weights and order', () => {
    fc.assert(
      fc.property(voters, threshold, (all, share) => {
        expect(heard(all, 'certain', share).winner).toBe(heard(all, 'never', share).winner);
      }),
      { numRuns: 5_000, seed: 7 },
    );
  });

  it('comes as early as it can: one vote before, the outcome was still open', () => {
    fc.assert(
      fc.property(voters, threshold, (all, share) => {
        const { asked } = heard(all, 'certain', share);
        fc.pre(asked > 0);
        const rest = all.slice(asked - 1);
        const winners = ['a', 'b', 'c', 'new'].map((answer) => {
          const others = rest.map(({ weight }) => ({ answer, weight }));
          return heard([...all.slice(0, asked - 1), ...others], 'never', share).winner;
        });
        expect(new Set(winners).size).toBeGreaterThan(1);
      }),
      { numRuns: 5_000, seed: 11 },
    );
  });

  it.each([
    ['aaaaabbbb', null, 5],
    ['aabaaabbb', null, 6],
    ['abcdeeeee', null, 9],
    ['aaa', 1, 3],
    ['abaaa', 1, 2],
    ['aaaabaaaa', 0.8, 9],
  ])('of %s with a threshold of %s asks %i', (votes, share, asked) => {
    const all = [...votes].map((answer) => ({ answer, weight: 1 }));
    expect(heard(all, 'certain', share).asked).toBe(asked);
  });
});

describe('a likely early stop', () => {
  it.each([
    ['aaaaaaaaa', null, 4],
    ['aaabaaaaa', null, 6],
    ['aaaaaaaaaaaaaaaaaaaaa', null, 4],
    ['aaaaaaaaaaaaaaaaaaaaa', 0.8, 13],
  ])('of %s with a threshold of %s asks %i', (votes, share, asked) => {
    const all = [...votes].map((answer) => ({ answer, weight: 1 }));
    expect(heard(all, 'likely', share).asked).toBe(asked);
  });

  it('never asks more than an exact one', () => {
    fc.assert(
      fc.property(voters, threshold, (all, share) => {
        const { asked } = heard(all, 'certain', share);
        expect(heard(all, 'likely', share).asked).toBeLessThanOrEqual(asked);
      }),
      { numRuns: 2_000, seed: 3 },
    );
  });

  it('leaves less than 5 % to doubt of what the rest would have made of it', () => {
    // Of what is known after the votes so far, over a uniform prior, the rest is beta-binomial.
    for (let all = 2; all <= 40; all++) {
      for (let asked = 1; asked < all; asked++) {
        for (let lead = Math.floor(asked / 2) + 1; lead <= asked; lead++) {
          const votes = 'a'.repeat(lead) + 'b'.repeat(asked - lead);
          const ballot = new Ballot(all, all);
          for (const key of votes) ballot.vote({ key, answer: key }, 1);
          if (!wins(ballot, null) || !stopRules.likely(ballot, null)) continue;
          expect(reversal(lead, asked - lead, all - asked)).toBeLessThan(0.05);
        }
      }
    }
  });

  it('of one heavy vote is no more sure than of one vote', () => {
    const heavy = [{ answer: 'a', weight: 100 }, ...Array(300).fill({ answer: 'b', weight: 1 })];
    expect(heard(heavy, 'likely', null).asked).toBeGreaterThan(4);
  });

  it('of nine voters that are right nine times in ten saves more than 40 % of the calls, for another winner in fewer than three of 10,000 questions', () => {
    const chance = new Chance(2026);
    const questions = 20_000;
    const asked = { certain: 0, likely: 0 };
    let others = 0;
    for (let question = 0; question < questions; question++) {
      // The worst case: whoever is wrong is wrong in the same way.
      const all = Array.from({ length: 9 }, () => ({
        answer: chance.happens(0.9) ? 'right' : 'wrong',
        weight: 1,
      }));
      const early = heard(all, 'likely', null);
      asked.likely += early.asked;
      asked.certain += heard(all, 'certain', null).asked;
      if (early.winner !== heard(all, 'never', null).winner) others++;
    }
    const saved = (rule: 'certain' | 'likely') => 1 - asked[rule] / (questions * 9);
    expect(saved('likely')).toBeGreaterThan(0.45);
    expect(saved('certain')).toBeGreaterThan(0.37);
    expect(others / questions).toBeLessThan(0.0003);
  });
});

/** Chance that `lead` against `others` does not stay ahead after `rest` more votes. */
function reversal(lead: number, others: number, rest: number): number {
  let sum = 0;
  for (let more = 0; more <= rest; more++) {
    if (lead + more > others + rest - more) continue;
    sum += Math.exp(
      logChoose(rest, more) +
        logBeta(lead + 1 + more, others + 1 + rest - more) -
        logBeta(lead + 1, others + 1),
    );
  }
  return sum;
}

const logFactorials = [0];
for (let n = 1; n < 200; n++) logFactorials.push(logFactorials[n - 1] + Math.log(n));

function logChoose(n: number, k: number): number {
  return logFactorials[n] - logFactorials[k] - logFactorials[n - k];
}

function logBeta(a: number, b: number): number {
  return logFactorials[a - 1] + logFactorials[b - 1] - logFactorials[a + b - 1];
}

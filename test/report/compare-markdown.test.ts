import { expect, test } from 'vitest';
import { decidedLines } from '../../src/cli/decided/decided-lines.ts';
import type { CompareOutcome, VariantOutcome } from '../../src/plan/compare/outcome-shape.ts';
import type { Outcome } from '../../src/plan/run-results.ts';
import { compareMarkdown } from '../../src/report/compare-markdown.ts';
import { outcomeSection } from '../../src/report/outcome-section.ts';

const amount = (median: number) => ({
  ...{ median, interval: [median * 0.9, median * 1.1] as const, total: median * 40, of: 40 },
});
const variant = (wins: number, share: number): VariantOutcome => ({
  success: { count: 39, of: 40, share: 0.975, interval: [0.8714, 0.9956] },
  checks: { count: 30, of: 40, share: 0.75, interval: [0.5981, 0.8581] },
  latency_ms: amount(1234),
  output_tokens: amount(1810),
  cost_usd: amount(0.000123),
  judge: { wins, losses: 31 - wins, ties: 9, win_share: share, interval: [0.6, 0.9] },
});
const test1 = { a_better: 25, b_better: 6, same: 9, difference: null, interval: null };
const outcome: CompareOutcome = {
  ...{ kind: 'compare', prompts: 40, repeat: 1, unit: 'prompt' },
  variants: { 'a-very-long-name-of-a-variant': variant(25, 25 / 31), b: variant(6, 6 / 31) },
  pairs: [
    {
      ...{ a: 'a-very-long-name-of-a-variant', b: 'b' },
      tests: [{ criterion: 'judge', ...test1, p: 0.0008, p_adjusted: 0.0024, better: 'b' }],
    },
  ],
  judge: {
    ...{ role: 'referee', judged: 40, unjudged: 2, unreadable: 1, agreed_share: 0.9 },
    ...{ first_share: 0.8, first_interval: [0.7, 0.9] },
  },
  ...{ winner: 'b', by: 'judge' },
  why: 'b is judged better than a for 25 of 31 prompts that differ (p = 0.0024)',
  also: ['b costs less than a, by 0.1 dollars in the middle (p = 0.01)'],
};

test('a comparison is told in Markdown with its figures, its tests and its judge', () => {
  const told = compareMarkdown(outcome);
  expect(told).toMatch(/^\*\*Winner: b\.\*\* b is judged better than a for 25 of 31/);
  expect(told).toContain('- b costs less than a, by 0.1 dollars');
  expect(told).toContain(
    '| b | 98 % 87–100 | 75 % 60–86 | 6, 25, 9 | 19 % 60–90 | 1.2 s 1.1 s–1.4 s | 1,810 1,629–1,991 | $0.000123 $0.000111–$0.000135 | $0.00492 |',
  );
  expect(told).toContain(
    '| a-very-long-name-of-a-variant and b | judged better | 25 | 6 | 9 | p = 0.0024 | b |',
  );
  expect(told).toContain(
    'referee judged 40 pairs in both orders, 2 could not be, and said the same in 90 % of them; verdicts that could not be read: 1.',
  );
});

test('it stands in the report, with the text that was made of its answers', () => {
  const reduced = {
    ...{ task: 'reduce', status: 'done', text: 'In short, b.', error: null },
    ...{ answers: 80, unanswered: 0, parts: 0, parts_failed: 0 },
  };
  const told = outcomeSection({ ...outcome, reduced });
  expect(told).toMatch(/^## Outcome\n\n\*\*Winner: b\.\*\*/);
  expect(told).toContain('### reduce, of 80 answers\n\n> In short, b.\n');
});

test('the summary of a comparison keeps to 80 columns, whatever the variants are called', () => {
  const told = decidedLines(outcome as unknown as Outcome);
  for (const line of told.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(told).toContain('a-very-lo…  98 % 87–100  75 % 60–86  81 % 60–90  1.2 s   1,810');
  expect(told).toContain('note: referee preferred the answer that stood first in 80 %');
});

test('a comparison without judge, checks and prices leaves them out', () => {
  const bare = { ...variant(0, 0), checks: null, judge: null };
  const unpriced = { median: null, interval: null, total: 0, of: 0 };
  const told = compareMarkdown({
    ...outcome,
    variants: { a: { ...bare, cost_usd: unpriced }, b: bare },
    ...{ judge: null, winner: null, also: [], why: 'no winner: nothing tells the variants apart' },
  });
  expect(told).toMatch(/^\*\*No winner\.\*\* nothing tells the variants apart\./);
  expect(told).toContain('| variant | success | latency | output tokens | cost an answer | cost |');
  expect(told).toContain('| – | – |');
});

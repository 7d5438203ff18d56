import { pWords } from '../plan/compare/compare-words.ts';
import type { CompareOutcome, PairOutcome } from '../plan/compare/outcome-shape.ts';
import { amountWords, msWords, shareWords, usdWords, wholeWords } from './compare-words.ts';
import { markdownTable } from './markdown-table.ts';

const criterionWords: Readonly<Record<string, string>> = {
  judge: 'judged better',
  checks: 'checks passed',
  success: 'success',
  latency_ms: 'latency',
  output_tokens: 'output tokens',
  cost_usd: 'cost',
};

/**
 * A comparison for people: who won and why, the figures of each variant with their 95 % intervals, and
 * every test. Markdown below the heading of a section, its last line end included.
 *
 * @param outcome of kind `compare`, as outcome.json has it
 */
export function compareMarkdown(outcome: CompareOutcome): string {
  const { winner, why, also, unit } = outcome;
  return [
    `**${winner === null ? 'No winner' : `Winner: ${winner}`}.** ${sentence(why.replace(/^no winner: /, ''))}\n`,
    ...(also.length > 0 ? [`${also.map((each) => `- ${sentence(each)}`).join('\n')}\n`] : []),
    figuresTable(outcome),
    testsTable(outcome.pairs),
    ...judgeLine(outcome),
    `Intervals hold with 95 %: Wilson's of shares, and of medians by order. Every p is of an exact sign test over ${unit}s, which on successes is McNemar's, after Holm's correction.\n`,
  ].join('\n');
}

function figuresTable({ variants }: CompareOutcome): string {
  const all = Object.entries(variants);
  const checked = all.some(([, { checks }]) => checks !== null);
  const judged = all.some(([, { judge }]) => judge !== null);
  const columns = [
    { title: 'variant' },
    { title: 'success', right: true },
    ...(checked ? [{ title: 'checks passed', right: true }] : []),
    ...(judged
      ? [
          { title: 'won, lost, tied', right: true },
          { title: 'won of those not tied', right: true },
        ]
      : []),
    { title: 'latency', right: true },
    { title: 'output tokens', right: true },
    { title: 'cost an answer', right: true },
    { title: 'cost', right: true },
  ];
  const rows = all.map(([name, of]) => [
    name,
    shareWords(of.success),
    ...(checked ? [shareWords(of.checks)] : []),
    ...(judged
      ? [
          of.judge === null ? '–' : `${of.judge.wins}, ${of.judge.losses}, ${of.judge.ties}`,
          shareWords(of.judge && { share: of.judge.win_share, interval: of.judge.interval }),
        ]
      : []),
    amountWords(of.latency_ms, msWords),
    amountWords(of.output_tokens, wholeWords),
    amountWords(of.cost_usd, usdWords),
    of.cost_usd.of === 0 ? '–' : usdWords(of.cost_usd.total),
  ]);
  return markdownTable(columns, rows);
}

function testsTable(pairs: readonly PairOutcome[]): string {
  const rows = pairs.flatMap(({ a, b, tests }) =>
    tests.map(({ criterion, a_better, b_better, same, p_adjusted, better }) => [
      `${a} and ${b}`,
      criterionWords[criterion] ?? criterion,
      wholeWords(a_better),
      wholeWords(b_better),
      wholeWords(same),
      pWords(p_adjusted),
      better ?? '–',
    ]),
  );
  const numbers = ['first better', 'second better', 'the same', 'p'];
  return markdownTable(
    [
      { title: 'pair' },
      { title: 'by' },
      ...numbers.map((title) => ({ title, right: true })),
      { title: 'better' },
    ],
    rows,
  );
}

function judgeLine({ judge }: CompareOutcome): string[] {
  if (judge === null) return [];
  const { role, judged, unjudged, unreadable, agreed_share, first_share } = judge;
  const missing = unjudged === 0 ? '' : `, ${wholeWords(unjudged)} could not be`;
  const unread =
    unreadable === 0 ? '' : `; verdicts that could not be read: ${wholeWords(unreadable)}`;
  const first =
    first_share === null
      ? ''
      : ` It preferred the answer that stood first in ${shareWords({ share: first_share, interval: judge.first_interval })} of its verdicts; 50 % is fair.`;
  return [
    `${role} judged ${wholeWords(judged)} pairs in both orders${missing}, and said the same in ${shareWords({ share: agreed_share, interval: null })} of them${unread}.${first}\n`,
  ];
}

function sentence(words: string): string {
  return `${words}.`;
}

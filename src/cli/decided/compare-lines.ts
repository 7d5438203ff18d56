import type { CompareOutcome } from '../../plan/compare/outcome-shape.ts';
import { msWords, shareWords, usdWords, wholeWords } from '../../report/compare-words.ts';
import { table } from '../runs-format.ts';
import { wrapped } from './wrapped.ts';

/** Letters of a variant's name that the table has room for. */
const mostName = 16;

/** The variants with their figures and who won, no wider than 80 columns; outcome.json has the rest. */
export function compareLines({ variants, winner, why, also }: CompareOutcome): string[] {
  const all = Object.entries(variants);
  const checked = all.some(([, { checks }]) => checks !== null);
  const judged = all.some(([, { judge }]) => judge !== null);
  const columns = [
    { title: 'variant' },
    { title: 'success', right: true },
    ...(checked ? [{ title: 'checks', right: true }] : []),
    ...(judged ? [{ title: 'judged', right: true }] : []),
    { title: 'latency', right: true },
    { title: 'tokens', right: true },
    { title: 'cost', right: true },
  ];
  const rows = all.map(
    ([name, { success, checks, judge, latency_ms, output_tokens, cost_usd }]) => [
      name.length > mostName ? `${name.slice(0, mostName - 1)}…` : name,
      shareWords(success),
      ...(checked ? [shareWords(checks)] : []),
      ...(judged
        ? [shareWords(judge && { share: judge.win_share, interval: judge.interval })]
        : []),
      latency_ms.median === null ? '–' : msWords(latency_ms.median),
      output_tokens.median === null ? '–' : wholeWords(output_tokens.median),
      cost_usd.of === 0 ? '–' : usdWords(cost_usd.total),
    ],
  );
  return [
    ...table(columns, rows).trimEnd().split('\n'),
    '',
    ...wrapped(winner === null ? why : `winner: ${why}`),
    ...also.flatMap((each) => wrapped(`also: ${each}`)),
  ];
}

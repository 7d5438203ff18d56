import type { CompareOutcome, VariantOutcome } from '../../plan/compare/outcome-shape.ts';
import { msWords, shareWords, usdWords, wholeWords } from '../../report/compare-words.ts';
import { table } from '../runs-format.ts';
import { wrapped } from './wrapped.ts';

/** Letters of a variant's name that the table has room for, and where it is at its widest. */
const mostName = 18;
const mostNameBeside = 10;

/** The variants with their figures and who won, no wider than 80 columns; outcome.json has the rest. */
export function compareLines(outcome: CompareOutcome): string[] {
  const { variants, winner, why, also } = outcome;
  const all = Object.entries(variants);
  const checked = all.some(([, { checks }]) => checks !== null);
  const judged = all.some(([, { judge }]) => judge !== null);
  const most = checked && judged ? mostNameBeside : mostName;
  const columns = [
    { title: 'variant' },
    { title: 'success', right: true },
    ...(checked ? [{ title: 'checks', right: true }] : []),
    ...(judged ? [{ title: 'judged', right: true }] : []),
    { title: 'time', right: true },
    { title: 'tokens', right: true },
    { title: 'cost', right: true },
  ];
  const rows = all.map(
    ([name, { success, checks, judge, latency_ms, output_tokens, cost_usd }]) => [
      name.length > most ? `${name.slice(0, most - 1)}…` : name,
      shareWords(success),
      ...(checked ? [shareWords(checks)] : []),
      ...(judged ? [judgedWords(judge)] : []),
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
    ...biasWords(outcome).flatMap(wrapped),
  ];
}

/** Of what was judged and no tie, how much was won; where all was, their number. */
function judgedWords(judge: VariantOutcome['judge']): string {
  if (judge === null) return '–';
  const { win_share: share, interval, ties } = judge;
  return share === null && ties > 0 ? `${ties} tied` : shareWords({ share, interval });
}

/** Told where the judge goes by where an answer stands, beyond chance: both orders then say no more than a tie. */
function biasWords({ judge }: CompareOutcome): string[] {
  const [low, high] = judge?.first_interval ?? [0, 1];
  if (judge === null || judge.first_share === null || (low <= 0.5 && high >= 0.5)) return [];
  const share = Math.round(judge.first_share * 100);
  return [
    `note: ${judge.role} preferred the answer that stood first in ${share} % of its verdicts; 50 % is fair`,
  ];
}

import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { spendByTier } from '../../src/state/spend-by-tier.ts';
import { count, money, plural, unknownMark } from '../parts/format.ts';
import { listed, sentence } from './spoken.ts';

/** What a run has cost and will cost, in short. */
export function spendSentences(snapshot: RunSnapshot): string[] {
  const { budget } = snapshot;
  const { capNanoUsd, reservedNanoUsd, freeNanoUsd, perMinuteNanoUsd, atEndNanoUsd } = budget;
  const capped = capNanoUsd !== null;
  const first = listed([
    spentWords(snapshot),
    capped ? `${money(reservedNanoUsd)} reserved` : '',
    capped ? `${money(freeNanoUsd)} free` : '',
    perMinuteNanoUsd === null || perMinuteNanoUsd === 0
      ? ''
      : `${money(perMinuteNanoUsd)} a minute`,
    atEndNanoUsd === null ? '' : `about ${money(atEndNanoUsd)} at the end`,
  ]);
  return [sentence(first), ...unsureSentences(snapshot)];
}

/** `Spent $4.18 of $25.00` */
export function spentWords({ budget: { spentNanoUsd, capNanoUsd } }: RunSnapshot): string {
  const of = capNanoUsd === null ? '' : ` of ${money(capNanoUsd)}`;
  return `spent ${spentNanoUsd === null ? 'an unknown sum' : money(spentNanoUsd)}${of}`;
}

/** All that is known of the money. */
export function costSentences(snapshot: RunSnapshot): string[] {
  const { totals } = snapshot;
  return [
    ...spendSentences(snapshot),
    ...tierSentences(snapshot),
    sentence(`${count(totals.inputTokens)} tokens in, ${count(totals.outputTokens)} out`),
    sentence(`${plural(totals.calls, 'call')}, ${count(totals.retries)} of them retries`),
  ];
}

/** `By tier: complex $1.20, balanced $0.70.`; nothing where there are no two of them, or no price. */
function tierSentences({ info, spendByRole }: RunSnapshot): string[] {
  const tiers = spendByTier(info, spendByRole);
  if (!tiers.some(({ spend }) => spend.costNanoUsd > 0)) return [];
  const words = tiers.map(({ tier, spend }) => `${tier ?? 'no tier'} ${money(spend.costNanoUsd)}`);
  return [sentence(`by tier: ${listed(words)}`)];
}

/** What the sum does not hold: said only where there is any. */
export function unsureSentences({ totals, budget }: RunSnapshot): string[] {
  const { uncertainCalls, unboundedCalls, unpricedCalls } = totals;
  const { uncertainNanoUsd, excessNanoUsd } = budget;
  const out: string[] = [];
  if (unpricedCalls > 0) out.push(`the price of ${plural(unpricedCalls, 'call')} is unknown`);
  if (uncertainCalls > 0) {
    const most = money(uncertainNanoUsd);
    const bound = uncertainNanoUsd > 0 && unboundedCalls === 0 && most !== unknownMark;
    out.push(
      `what ${plural(uncertainCalls, 'call')} cost is uncertain${bound ? `, at most ${most}` : ''}`,
    );
  }
  if (excessNanoUsd > 0) out.push(`${money(excessNanoUsd)} beyond the bounds that were set aside`);
  return out.map(sentence);
}

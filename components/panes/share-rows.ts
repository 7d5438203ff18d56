import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { spendByTier } from '../../src/state/spend-by-tier.ts';
import type { Spend } from '../../src/state/totals.ts';
import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { money, short } from '../parts/format.ts';
import { gaugeSegments } from '../parts/gauge.ts';
import { oneLine } from '../terminal/sanitize.ts';

/** Who took how much: one tier, one role, or one route. */
export interface Share {
  readonly name: string;
  readonly spend: Spend;
}

const longestName = 24;
const valueWidth = 11;
const leastBar = 4;

/** The roles, those that took most first; of one alone there is nothing to tell apart. */
export function roleShares({ info, spendByRole }: RunSnapshot): Share[] {
  return sorted(info.roles.map(({ name }, role) => ({ name, spend: spendByRole[role] })));
}

/** The same of the routes. */
export function routeShares({ routes }: RunSnapshot): Share[] {
  return sorted(routes.map(({ info, spend }) => ({ name: info.name, spend })));
}

/** The same of the tiers, in their own order. */
export function tierShares({ info, spendByRole }: RunSnapshot): Share[] {
  return spendByTier(info, spendByRole).map(({ tier, spend }) => ({
    name: tier ?? 'no tier',
    spend,
  }));
}

function sorted(shares: readonly Share[]): Share[] {
  if (shares.length < 2) return [];
  return shares.toSorted(
    (a, b) =>
      b.spend.costNanoUsd - a.spend.costNanoUsd || b.spend.outputTokens - a.spend.outputTokens,
  );
}

/**
 * `kaoz   $3.61 ▓▓▓▓▓▓▓▓▓`, a line each, the bar against the largest. Where no price is known tokens
 * stand in for money.
 */
export function drawShares(
  view: CellView,
  y: number,
  shares: readonly Share[],
  rows: number,
): void {
  const priced = shares.some(({ spend }) => spend.costNanoUsd > 0);
  const amount = ({ costNanoUsd, outputTokens }: Spend) => (priced ? costNanoUsd : outputTokens);
  const most = Math.max(...shares.map(({ spend }) => amount(spend)));
  const longest = Math.max(...shares.map(({ name }) => name.length));
  const nameWidth = Math.min(longest, longestName, Math.floor(view.columns / 2));
  const valueEnd = 1 + nameWidth + 1 + valueWidth;
  const barWidth = view.columns - valueEnd - 1;
  for (const [index, { name, spend }] of shares.slice(0, rows).entries()) {
    view.text(1, y + index, oneLine(name), Tone.dim, nameWidth);
    view.segmentsRight(valueEnd, y + index, valueSegments(spend, priced));
    const share = most > 0 ? amount(spend) / most : 0;
    if (barWidth < leastBar || share === 0) continue;
    const [bar] = gaugeSegments(share, barWidth, Tone.chart1);
    view.segments(valueEnd + 1, y + index, [bar]);
  }
}

/** What has no known price is not in a sum, and says so. */
function valueSegments(
  { costNanoUsd, unpricedCalls, outputTokens }: Spend,
  priced: boolean,
): Segment[] {
  if (!priced)
    return [
      [short(outputTokens), Tone.fg],
      [' tok', Tone.dim],
    ];
  const known = costNanoUsd === 0 && unpricedCalls > 0 ? null : costNanoUsd;
  return [[`${unpricedCalls > 0 && known !== null ? '≥' : ''}${money(known)}`, Tone.fg]];
}

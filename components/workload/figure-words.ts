import { duration, money, unknownMark } from '../parts/format.ts';

interface Spent {
  readonly costNanoUsd: number;
  readonly unpriced: number;
}

/** What something cost so far: what has no known price is told apart from what cost nothing. */
export function costWord({ costNanoUsd, unpriced }: Spent): string {
  if (unpriced === 0) return money(costNanoUsd);
  return costNanoUsd === 0 ? unknownMark : `≥${money(costNanoUsd)}`;
}

/** How long something took; nothing where it was never begun. */
export const timeWord = (ms: number | null): string => (ms === null ? '' : duration(ms));

/** Where the votes on a question stand, in weights. */
export interface Tally {
  /** Of the answer with the most. */
  readonly lead: number;
  /** Of the answer next to it. */
  readonly second: number;
  /** Of all valid votes. */
  readonly valid: number;
  /** The sum of their squares: tells how many even votes they are worth. */
  readonly squares: number;
  /** Of the voters that may still vote. */
  readonly open: number;
}

/** Sums of weights in different orders differ by rounding; less than this share of all is no difference. */
const rounding = 1e-9;

/**
 * Whether the answer with the most votes wins where nobody votes any more: it has more than every
 * other, and the share of the valid weight that is asked for.
 *
 * @param threshold null is more than half
 */
export function wins(tally: Tally, threshold: number | null): boolean {
  const { lead, valid } = tally;
  if (valid <= 0 || !isAhead(tally)) return false;
  const slack = valid * rounding;
  return threshold === null ? lead - valid / 2 > slack : lead >= threshold * valid - slack;
}

/** Whether one answer has more than every other. */
export function isAhead({ lead, second, valid }: Tally): boolean {
  return lead - second > valid * rounding;
}

/**
 * How many votes of equal weight the votes are worth: (Σw)² / Σw², the effective sample size of L. Kish,
 * "Survey Sampling" (1965). With equal weights it is their number.
 */
export function evenVotes({ valid, squares }: Tally): number {
  return squares > 0 ? (valid * valid) / squares : 0;
}

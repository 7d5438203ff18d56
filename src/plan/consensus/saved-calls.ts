/** What calls of each role cost in the mean, nano-dollars; null where none was made or a price is unknown. */
export type MeanCosts = readonly (number | null)[];

/**
 * What calls would have cost that were not made, by the mean of those of the same role that were;
 * null where that is not known of one of them.
 *
 * @param saved calls by role
 */
export function savedNanoUsd(saved: readonly number[], means: MeanCosts): number | null {
  let sum = 0;
  for (const [role, calls] of saved.entries()) {
    if (calls === 0) continue;
    const mean = means[role];
    if (mean === null || mean === undefined) return null;
    sum += calls * mean;
  }
  return Math.round(sum);
}

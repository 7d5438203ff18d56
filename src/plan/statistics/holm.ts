/**
 * p-values made larger for that several were looked at: rejecting those below 0.05 keeps the chance of
 * even one false finding among all of them below 0.05, whatever hangs together with what.
 *
 * @param values p-values, in any order; the result is in the same order
 * @see S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
 *   Statistics 6 (1979), 65–70
 */
export function holm(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a] - values[b]);
  const adjusted = new Array<number>(values.length);
  let most = 0;
  order.forEach((index, rank) => {
    most = Math.max(most, Math.min(1, (values.length - rank) * values[index]));
    adjusted[index] = most;
  });
  return adjusted;
}

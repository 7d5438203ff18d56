/**
 * Gives turns in proportion to the weights and spread evenly: smooth weighted round robin. Everyone
 * gains its weight each turn, the richest goes and pays the sum of all; so over any stretch nobody
 * is far from its share.
 *
 * @param weights 0 has no turn; at least one is above that
 * @returns the index whose turn it is, at every call the next
 */
export function weightedTurns(weights: readonly number[]): () => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const credit = weights.map(() => 0);
  return () => {
    let richest = 0;
    for (let index = 0; index < weights.length; index++) {
      credit[index] += weights[index];
      if (credit[index] > credit[richest]) richest = index;
    }
    credit[richest] -= total;
    return richest;
  };
}

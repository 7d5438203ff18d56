/**
 * Exact two-sided sign test: how likely a split at least as uneven as this one is, if each of the two
 * were as likely as the other. Ties are left out before. On pairs of successes and failures it is
 * McNemar's exact test, on the pairs that differ.
 *
 * @returns the p-value, 0 to 1; 1 for no pair at all
 * @see W. J. Conover, Practical Nonparametric Statistics, 3rd ed. (1999), 3.4 and 3.5; Q. McNemar,
 *   Psychometrika 12 (1947), 153–157
 */
export function signTest(more: number, less: number): number {
  return Math.min(1, 2 * halfBinomialTail(Math.min(more, less), more + less));
}

/** P(X ≤ k) of a binomial distribution of n throws of a fair coin. */
export function halfBinomialTail(k: number, n: number): number {
  // By logarithms: 2^-n alone is no number any more for n above 1,074.
  let logTerm = -n * Math.LN2;
  let sum = k < 0 ? 0 : Math.exp(logTerm);
  for (let j = 1; j <= k; j++) {
    logTerm += Math.log((n - j + 1) / j);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}

/** Of 95 %, both sides. */
const z = 1.959963984540054;

/**
 * Where a share lies at 95 % confidence: the score interval of E. B. Wilson, "Probable inference, the
 * law of succession, and statistical inference", JASA 22 (1927). It stays inside 0 to 1, and is good
 * for few observations and for shares near the ends too.
 *
 * @param share seen, 0 to 1
 * @param n observations, above 0; where they have weights, as many even ones as they are worth
 */
export function wilsonInterval(share: number, n: number): [low: number, high: number] {
  const z2 = z * z;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (z / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

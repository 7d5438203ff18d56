/** Where a figure lies with 95 % confidence, both ends included. */
export type Interval = readonly [low: number, high: number];

/** The 97.5 % point of the standard normal distribution: two-sided 95 %. */
const z95 = 1.959963984540054;

/**
 * The Wilson score interval of a share, 95 %. It stays inside 0 to 1 and holds for small samples and
 * shares near the ends, where the usual ± does not.
 *
 * @param share 0 to 1
 * @param of how many it was seen; null comes back for none
 * @see E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22
 *   (1927), 209–212; recommended by Brown, Cai and DasGupta, Statistical Science 16 (2001), 101–133
 */
export function wilsonInterval(share: number, of: number): Interval | null {
  if (of === 0) return null;
  const z2 = z95 ** 2;
  const middle = share + z2 / (2 * of);
  const reach = z95 * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of ** 2));
  const whole = 1 + z2 / of;
  return [Math.max(0, (middle - reach) / whole), Math.min(1, (middle + reach) / whole)];
}

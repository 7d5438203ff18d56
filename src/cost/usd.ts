/** Nano-dollars in dollars. */
export function usd(nanoUsd: number): number {
  return nanoUsd / 1e9;
}

/** Dollars in whole nano-dollars, rounded up; what only a binary fraction adds does not count. */
export function nanoUsdUp(usd: number): number {
  return Math.ceil(Number((usd * 1e9).toPrecision(15)));
}

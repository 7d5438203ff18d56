/** Nano-dollars in dollars. */
export function usd(nanoUsd: number): number {
  return nanoUsd / 1e9;
}

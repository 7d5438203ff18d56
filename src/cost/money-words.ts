/**
 * Nano-dollars as a person reads them: cents for what is a dollar or more, and as many decimals as
 * three significant digits need for less. `$12.34`, `$0.0125`, `$0.000042`.
 */
export function moneyWords(nanoUsd: number): string {
  const usd = nanoUsd / 1_000_000_000;
  if (usd === 0) return '$0';
  if (usd >= 1) return `$${usd.toFixed(2).replace(/\B(?=(\d{3})+(?!\d))/g, ',')}`;
  const decimals = Math.min(9, Math.max(2, 2 - Math.floor(Math.log10(usd))));
  return `$${usd.toFixed(decimals).replace(/(\.\d\d\d*?)0+$/, '$1')}`;
}

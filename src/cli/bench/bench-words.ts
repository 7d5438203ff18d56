import type { Measured } from './measured.ts';

/** `one at a time`, `8 at once`, `up to 50 at once`. */
export function atOnceWords({ atOnce, auto }: Pick<Measured, 'atOnce' | 'auto'>): string {
  if (auto) return `up to ${atOnce} at once`;
  return atOnce === 1 ? 'one at a time' : `${atOnce} at once`;
}

/** A rate with as many decimals as say something: `0.55`, `12.4`, `310`. */
export function rate(perSecond: number): string {
  if (perSecond >= 100) return Math.round(perSecond).toLocaleString('en');
  return perSecond.toFixed(perSecond >= 10 ? 1 : 2);
}

/** `2.4 times`, `140 times`. */
export function times(factor: number): string {
  return `${factor >= 100 ? Math.round(factor) : factor.toFixed(1)} times`;
}

import type { Random } from './random.ts';

/** An exact value, or values drawn evenly between two bounds (both included). */
export type Range = number | { readonly min: number; readonly max: number };

/** A value of the range. Draws once even where the range is a single value, to keep later draws. */
export function drawFrom(range: Range, random: Random): number {
  const share = random();
  if (typeof range === 'number') return range;
  return range.min + share * (range.max - range.min);
}

/** Like `drawFrom`, in whole numbers, both bounds as likely as any other. */
export function drawWhole(range: Range, random: Random): number {
  const share = random();
  if (typeof range === 'number') return Math.round(range);
  return Math.floor(range.min + share * (range.max - range.min + 1));
}

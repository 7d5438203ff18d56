import { segmentsWidth } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';

/** Parts of a figure that stay together. */
export type Item = readonly Segment[];

const gap: Segment = ['  ', Tone.dim];

/** The first of the items that fit beside each other into so many columns. */
export function fitting<T extends Item>(items: readonly T[], columns: number): T[] {
  let width = 0;
  const kept: T[] = [];
  for (const item of items) {
    width += segmentsWidth(item) + (kept.length > 0 ? gap[0].length : 0);
    if (width > columns) break;
    kept.push(item);
  }
  return kept;
}

/** Items beside each other, as one line. */
export function joined(items: readonly Item[]): Segment[] {
  return items.flatMap((item, index) => (index === 0 ? item : [gap, ...item]));
}

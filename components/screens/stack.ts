/** What a block would like of the rows of a column. */
export interface Want<Name> {
  readonly block: Name;
  /** Rows that it must have, or it is left out. */
  readonly least: number;
  /** Rows that show all that matters. */
  readonly want: number;
  /** Rows that it can still make use of. */
  readonly most: number;
}

export interface Slot<Name> {
  readonly block: Name;
  readonly height: number;
  readonly gapAbove: 0 | 1;
}

/**
 * Divides the rows of a column among its blocks: first to each the least, then from the top what it
 * wants, then a blank row between them, then what is left to those that can use it, from the top.
 * A block whose least does not fit is left out; those further up have the right of way.
 */
export function stack<Name>(rows: number, wants: readonly Want<Name>[]): Slot<Name>[] {
  let left = rows;
  const kept: Want<Name>[] = [];
  for (const want of wants) {
    if (want.least > left) continue;
    kept.push(want);
    left -= want.least;
  }
  const heights = kept.map((want) => want.least);
  const raise = (to: (want: Want<Name>) => number) =>
    kept.forEach((want, i) => {
      const more = Math.max(0, Math.min(left, to(want) - heights[i]));
      heights[i] += more;
      left -= more;
    });
  raise((want) => want.want);
  const airy = left >= kept.length - 1;
  if (airy) left -= Math.max(0, kept.length - 1);
  raise((want) => want.most);
  return kept.map((want, i) => ({
    block: want.block,
    height: heights[i],
    gapAbove: airy && i > 0 ? 1 : 0,
  }));
}

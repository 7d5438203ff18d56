import type { Segment } from '../painter/style.ts';
import type { WrappedText } from './wrapped-text.ts';

/** One part of what is read: a heading and a text, as a message, an answer or a request. */
export interface TextBlock {
  /** Names it among all parts of all tasks. */
  readonly key: string;
  readonly heading: readonly Segment[];
  /** At the right end of the heading. */
  readonly figures: readonly Segment[];
  readonly text: WrappedText;
  readonly style: number;
  /** Where it is long it comes folded. */
  readonly folds: boolean;
  /** It is a line that can be unfolded, into parts that follow it. */
  readonly opens?: boolean;
  /** What follows it stands right below it. */
  readonly tight?: boolean;
  /** Columns at the left of its text, where they are others than usual. */
  readonly indent?: number;
}

/** Where the parts stand, for a width. */
export interface BlockLayout {
  readonly blocks: readonly PlacedBlock[];
  readonly rows: number;
}

export interface PlacedBlock {
  readonly block: TextBlock;
  /** Its heading's row. */
  readonly top: number;
  /** Rows of its text that are shown. */
  readonly shown: number;
  /** Rows of its text that are folded away. */
  readonly hidden: number;
  /** It is long enough to be folded. */
  readonly foldable: boolean;
}

/** Columns at the left of a text. */
export const textIndent = 3;
/** A text of more rows than this can be folded, to its first few. */
const longRows = 10;
const foldedRows = 4;

/** @param toggled keys of those that are not as they come */
export function layBlocks(
  blocks: readonly TextBlock[],
  toggled: ReadonlySet<string>,
  width: number,
): BlockLayout {
  let top = 0;
  const placed = blocks.map((block): PlacedBlock => {
    const rows = block.text.rowCount(width - (block.indent ?? textIndent) - 1);
    const foldable = rows > longRows || block.opens === true;
    const folded = rows > longRows && block.folds !== toggled.has(block.key);
    const shown = folded ? foldedRows : rows;
    const at = { block, top, shown, hidden: rows - shown, foldable };
    // Heading, text, what is folded away, and a blank row.
    top += 1 + shown + (folded ? 1 : 0) + (block.tight ? 0 : 1);
    return at;
  });
  return { blocks: placed, rows: Math.max(0, top - 1) };
}

/** The first row that is shown in a view of a height; `top` null follows the end. */
export function firstRow({ rows }: BlockLayout, height: number, top: number | null): number {
  const last = Math.max(0, rows - height);
  return top === null ? last : Math.min(top, last);
}

/**
 * The part that the cursor is on: the one that was chosen as long as something of it is in view, else
 * the first that can be folded. Where there is neither, there is no cursor to show.
 */
export function currentBlock(
  { blocks }: BlockLayout,
  first: number,
  height: number,
  chosen: string | null,
): PlacedBlock | null {
  const inView = blocks.filter(
    ({ top, shown, hidden }) => top < first + height && top + shown + (hidden > 0 ? 1 : 0) >= first,
  );
  return (
    inView.find(({ block }) => block.key === chosen) ??
    inView.find(({ foldable }) => foldable) ??
    null
  );
}

import type { CellView } from '../painter/cell-view.ts';
import { Tone } from '../painter/style.ts';
import { displayWidth } from '../terminal/display-width.ts';

const line = '─'.charCodeAt(0);
const corner = '└'.charCodeAt(0);
const triangle = '▲'.charCodeAt(0);

/** Something that stands at an axis. */
export interface AxisMark {
  /** Of the plot; one outside of it is not shown. */
  readonly column: number;
  readonly word: string;
  readonly style: number;
}

/**
 * The axis below a chart, in one row: where something was changed stands `▲you`, and `▲` alone where
 * there is no room for the word.
 *
 * @param left the column of its corner
 * @param marks from the left to the right
 */
export function drawAxis(
  view: CellView,
  y: number,
  left: number,
  marks: readonly AxisMark[],
): void {
  const start = left + 1;
  view.put(left, y, corner, Tone.dim);
  view.repeat(start, y, line, view.columns - start, Tone.dim);
  // The word of a mark ends before the next one.
  let end = view.columns;
  for (const { column, word, style } of [...marks].reverse()) {
    const x = start + column;
    if (x < start || x >= end) continue;
    view.put(x, y, triangle, style);
    if (x + 1 + displayWidth(word) <= end) view.text(x + 1, y, word, style);
    end = x;
  }
}

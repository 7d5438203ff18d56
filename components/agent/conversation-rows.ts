import type { CellView } from '../painter/cell-view.ts';
import { Tone } from '../painter/style.ts';
import { plural } from '../parts/format.ts';
import { type BlockLayout, type PlacedBlock, textIndent } from './text-block.ts';

const cursorMark = '›'.codePointAt(0) ?? 0x3e;

/** The rows of a conversation from `first` on, as many as the view has; only those are cut out of their texts. */
export function drawConversation(
  view: CellView,
  { blocks }: BlockLayout,
  first: number,
  current: PlacedBlock | null,
): void {
  for (const placed of blocks) {
    if (placed.top >= first + view.rows) return;
    if (placed.top + 1 + placed.shown + 1 <= first) continue;
    drawBlock(view, placed, placed.top - first, placed.block === current?.block);
  }
}

function drawBlock(view: CellView, placed: PlacedBlock, top: number, isCurrent: boolean): void {
  const { block, shown, hidden, foldable } = placed;
  if (top >= 0) {
    if (isCurrent) view.put(0, top, cursorMark, Tone.accent);
    const right = view.segmentsRight(view.columns - 1, top, block.figures);
    view.segments(2, top, block.heading, right - 4);
  }
  const indent = block.indent ?? textIndent;
  const from = Math.max(0, -top - 1);
  const to = Math.min(shown, view.rows - top - 1);
  for (let row = from; row < to; row++)
    view.text(indent, top + 1 + row, block.text.row(row), block.style);
  const after = top + 1 + shown;
  if (hidden === 0 || after < 0 || after >= view.rows) return;
  const end = view.text(indent, after, `… ${plural(hidden, 'more line')}`, Tone.dim);
  if (isCurrent && foldable) view.text(end + 2, after, 'Enter unfolds', Tone.accent);
}

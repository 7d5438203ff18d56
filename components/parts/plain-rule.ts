import { type CellView, segmentsWidth } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';

const line = '─'.charCodeAt(0);

/** A title on a rule that is no pane's, with a figure at its right end where there is room: `─ call ──── 2 of 6 ─`. */
export function drawPlainRule(view: CellView, title: string, right: readonly Segment[]): void {
  view.repeat(0, 0, line, view.columns, Tone.dim);
  const end = view.text(1, 0, ` ${title} `, Tone.fg, view.columns - 2);
  const width = segmentsWidth(right);
  const start = view.columns - width - 2;
  if (width === 0 || start - 2 < end) return;
  view.text(start - 1, 0, ' ', Tone.dim);
  view.segments(start, 0, right);
  view.text(start + width, 0, ' ', Tone.dim);
}

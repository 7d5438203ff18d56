import { type CellView, segmentsWidth } from '../painter/cell-view.ts';
import { Tone } from '../painter/style.ts';
import { fitting, type Item, joined } from './items.ts';

const line = '─'.charCodeAt(0);

/** One figure of a headline. */
export type HeadlineItem = Item;

/**
 * A title on a rule, as `─ 1 agents ──── ● 412 streaming  ◔ 38 waiting ─`. The items of the headline
 * stand at the right end, the most important first; the last ones go where the rule is too short. The
 * rule of what has the focus is in the accent colour.
 */
export function drawTitleRule(
  view: CellView,
  title: string,
  headline: readonly HeadlineItem[],
  focused: boolean,
): void {
  const style = focused ? Tone.accent : Tone.dim;
  view.repeat(0, 0, line, view.columns, style);
  const end = view.text(1, 0, ` ${title} `, focused ? Tone.accent : Tone.fg, view.columns - 2);
  const room = view.columns - end - 3;
  const kept = joined(fitting(headline, room - 1));
  const width = segmentsWidth(kept);
  if (width === 0) return;
  const start = view.columns - width - 2;
  view.text(start - 1, 0, ' ', Tone.dim);
  view.segments(start, 0, kept);
  view.text(start + width, 0, ' ', Tone.dim);
}

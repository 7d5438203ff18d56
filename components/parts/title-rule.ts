import { type CellView, segmentsWidth } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';

const line = '─'.charCodeAt(0);

/** One figure of a headline: parts that stay together. */
export type HeadlineItem = readonly Segment[];

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
  const kept: Segment[] = [];
  let width = 0;
  for (const item of headline) {
    const more = segmentsWidth(item) + (kept.length > 0 ? 2 : 0);
    if (width + more > room - 1) break;
    if (kept.length > 0) kept.push(['  ', Tone.dim]);
    kept.push(...item);
    width += more;
  }
  if (width === 0) return;
  const start = view.columns - width - 2;
  view.text(start - 1, 0, ' ', Tone.dim);
  view.segments(start, 0, kept);
  view.text(start + width, 0, ' ', Tone.dim);
}

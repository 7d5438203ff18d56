import type { CellView } from '../painter/cell-view.ts';
import { segmentsWidth } from '../painter/cell-view.ts';
import { Tone } from '../painter/style.ts';
import { type PaneName, paneNumber, type Scene } from '../scene.ts';
import { fitting, type Item, joined } from './items.ts';

const line = '─'.charCodeAt(0);

/** One figure of a headline. */
export type HeadlineItem = Item;

/**
 * The title of a pane on a rule, as `─ 1 agents ──── ● 412 streaming  ◔ 38 waiting ─`. The items
 * of the headline stand at the right end, the most important first; the last ones go where the rule
 * is too short. The rule of the focused pane is in the accent colour.
 */
export function drawRule(
  view: CellView,
  scene: Scene,
  pane: PaneName,
  headline: readonly HeadlineItem[],
): void {
  const style = scene.focus === pane ? Tone.accent : Tone.dim;
  view.repeat(0, 0, line, view.columns, style);
  const title = ` ${paneNumber(pane)} ${pane} `;
  const titleEnd = view.text(1, 0, title, scene.focus === pane ? Tone.accent : Tone.fg);
  const room = view.columns - titleEnd - 3;
  const kept = joined(fitting(headline, room - 1));
  const width = segmentsWidth(kept);
  if (width === 0) return;
  const start = view.columns - width - 2;
  view.text(start - 1, 0, ' ', Tone.dim);
  view.segments(start, 0, kept);
  view.text(start + width, 0, ' ', Tone.dim);
}

import type { CellView } from '../painter/cell-view.ts';
import { type PaneName, paneNumber, type Scene } from '../scene.ts';
import { drawTitleRule, type HeadlineItem } from './title-rule.ts';

export type { HeadlineItem } from './title-rule.ts';

/** The rule of a pane, with its number in front of its title. */
export function drawRule(
  view: CellView,
  scene: Scene,
  pane: PaneName,
  headline: readonly HeadlineItem[],
): void {
  drawTitleRule(view, `${paneNumber(pane)} ${pane}`, headline, scene.focus === pane);
}

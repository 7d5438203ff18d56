import type { WorkflowsView } from '../../src/state/work-view.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { count, money } from '../parts/format.ts';
import { gaugeSegments } from '../parts/gauge.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { costWord } from './figure-words.ts';
import { failedNames, flowLook, isPaused, runningNames } from './flow-look.ts';
import {
  drawFigures,
  drawFigureTitles,
  drawListRows,
  type Figure,
  nameWidth,
  shownFigures,
  textStart,
} from './list-rows.ts';
import { titleRows } from './workload-layout.ts';
import { chosenPlace, type WorkloadScene } from './workload-scene.ts';

const figures: readonly Figure[] = [
  { title: 'done', width: 9, from: 40 },
  { title: 'failed', width: 8, from: 52 },
  { title: 'cost', width: 10, from: 64 },
  { title: 'budget', width: 13, from: 110 },
];
const longestName = 28;

/** The workflows below their rule: how far each is, what it costs, what runs or has failed. */
export function drawFlows(
  view: CellView,
  scene: Scene,
  workload: WorkloadScene,
  { workflows }: WorkflowsView,
): void {
  const { look, list, tallies } = workload;
  const names = Array.from(list, (item) => workflows[item].name ?? '');
  const width = nameWidth(names, 8, Math.min(longestName, Math.floor(view.columns / 3)));
  const bar = view.columns >= 90 ? 16 : view.columns >= 50 ? 10 : 0;
  const capped = workflows.some(({ budgetNanoUsd }) => budgetNanoUsd !== null);
  const shown = shownFigures(figures, view.columns).filter(
    ({ title }) => capped || title !== 'budget',
  );
  const barStart = textStart + width + 1;
  const start = barStart + bar;
  view.text(textStart, 1, 'workflow', Tone.dim, width);
  const end = drawFigureTitles(view, start, 1, shown);
  view.text(end + 2, 1, 'now', Tone.dim);
  drawListRows(view, {
    top: titleRows,
    rows: view.rows - titleRows,
    count: list.length,
    cursor: chosenPlace(workload),
    focused: look.focus === 'list',
    draw(row, index, atCursor) {
      const item = list[index];
      const flow = workflows[item];
      const tally = tallies[item];
      const paused = isPaused(scene.snapshot, flow);
      const { mark, style } = flowLook(scene.glyphs.unicode, flow, paused);
      row.text(2, 0, mark, style);
      row.text(textStart, 0, oneLine(names[index]), atCursor ? Attribute.bold : Tone.fg, width);
      const tone = tally.failed > 0 ? Tone.bad : Tone.ok;
      if (bar > 0) row.segments(barStart, 0, gaugeSegments(share(tally), bar, tone));
      const after = drawFigures(row, start, shown, {
        done: [`${count(tally.done)}/${count(tally.total)}`, Tone.fg],
        failed: [count(tally.failed), tally.failed > 0 ? Tone.bad : Tone.dim],
        cost: [costWord(tally), Tone.fg],
        budget: [flow.budgetNanoUsd === null ? '' : `of ${money(flow.budgetNanoUsd)}`, Tone.dim],
      });
      row.segments(after + 2, 0, nowSegments(scene, flow, paused));
    },
  });
}

const share = ({ ended, total }: { ended: number; total: number }): number =>
  total === 0 ? 0 : ended / total;

/** What runs, or how it ended. */
function nowSegments(
  { snapshot }: Scene,
  flow: WorkflowsView['workflows'][number],
  paused: boolean,
): Segment[] {
  const failed = failedNames(snapshot, flow);
  const running = runningNames(snapshot, flow);
  const out: Segment[] = [];
  if (paused) out.push(['paused ', Tone.warn]);
  // Which failed says that it did.
  else if (flow.state !== 'running' && (flow.state !== 'failed' || failed.length === 0))
    out.push([`${flow.state} `, flow.state === 'partial' ? Tone.warn : Tone.dim]);
  if (failed.length > 0) out.push([`${oneLine(failed.join(', '))} failed `, Tone.bad]);
  if (running.length > 0) out.push([oneLine(running.join(', ')), Tone.fg]);
  return out;
}

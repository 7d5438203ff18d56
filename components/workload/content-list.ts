import type { ContentView } from '../../src/state/work-view.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Attribute, Tone } from '../painter/style.ts';
import { agentName } from '../panes/agent-name.ts';
import { count, short } from '../parts/format.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { timeWord } from './figure-words.ts';
import {
  drawFigures,
  drawFigureTitles,
  drawListRows,
  type Figure,
  nameWidth,
  shownFigures,
  textStart,
} from './list-rows.ts';
import { taskLook, taskMs } from './task-look.ts';
import { titleRows } from './workload-layout.ts';
import { chosenPlace, type WorkloadScene } from './workload-scene.ts';

const figures: readonly Figure[] = [
  { title: 'chunks', width: 9, from: 32 },
  { title: 'tokens', width: 8, from: 60 },
  { title: 'time', width: 8, from: 46 },
];

/** Batches of content below their rule, each a task: how many chunks, who reads them, how far it is. */
export function drawContent(
  view: CellView,
  scene: Scene,
  workload: WorkloadScene,
  work: ContentView,
): void {
  const { list } = workload;
  const { snapshot } = scene;
  const { taskColumns } = snapshot;
  const cursor = chosenPlace(workload);
  const rows = view.rows - titleRows;
  const near = Array.from(list.subarray(Math.max(0, cursor - rows), cursor + rows), scene.taskId);
  const width = nameWidth(near, 5, Math.min(28, Math.floor(view.columns / 3)));
  const shown = shownFigures(figures, view.columns);
  const wordStart = textStart + width + 1;
  const start = wordStart + 11;
  view.text(textStart, 1, 'batch', Tone.dim, width);
  view.text(wordStart, 1, 'state', Tone.dim, 10);
  view.text(drawFigureTitles(view, start, 1, shown) + 2, 1, 'read by', Tone.dim);
  drawListRows(view, {
    top: titleRows,
    rows,
    count: list.length,
    cursor,
    focused: true,
    draw(row, index, atCursor) {
      const task = list[index];
      const { mark, style, word } = taskLook(scene, task);
      row.text(2, 0, mark, style);
      const name = oneLine(scene.taskId(task));
      row.text(textStart, 0, name, atCursor ? Attribute.bold : Tone.fg, width);
      row.text(wordStart, 0, word, Tone.dim, 10);
      const tokens = taskColumns.tokens[task];
      const after = drawFigures(row, start, shown, {
        chunks: [count(work.chunksOf(task)), Tone.fg],
        tokens: [tokens === 0 ? '' : short(tokens), Tone.fg],
        time: [timeWord(taskMs(snapshot, task)), Tone.fg],
      });
      const agent = taskColumns.agent[task];
      if (agent >= 0) row.text(after + 2, 0, oneLine(agentName(snapshot, agent)), Tone.dim);
    },
  });
}

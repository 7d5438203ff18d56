import type { CellView } from '../painter/cell-view.ts';
import { Attribute, Tone } from '../painter/style.ts';
import { agentName } from '../panes/agent-name.ts';
import { short } from '../parts/format.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { costWord, timeWord } from './figure-words.ts';
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

const figures: readonly Figure[] = [
  { title: 'tokens', width: 8, from: 56 },
  { title: 'time', width: 8, from: 40 },
  { title: 'cost', width: 10, from: 66 },
];

interface TasksParts {
  readonly tasks: readonly number[];
  readonly cursor: number;
  readonly focused: boolean;
  /** Row of the titles; the tasks stand below it. */
  readonly top: number;
}

/** Tasks in a list, with who works on them and what they took. */
export function drawTasks(view: CellView, scene: Scene, parts: TasksParts): void {
  const { tasks, cursor, focused, top } = parts;
  const { snapshot } = scene;
  const { taskColumns } = snapshot;
  const rows = view.rows - top - 1;
  if (rows < 1) return;
  const near = tasks.slice(Math.max(0, cursor - rows), cursor + rows);
  const width = nameWidth(near.map(scene.taskId), 4, Math.min(24, Math.floor(view.columns / 3)));
  const shown = shownFigures(figures, view.columns);
  const wordStart = textStart + width + 1;
  const start = wordStart + 11;
  view.text(textStart, top, 'task', Tone.dim, width);
  view.text(wordStart, top, 'state', Tone.dim, 10);
  view.text(drawFigureTitles(view, start, top, shown) + 2, top, 'agent', Tone.dim);
  drawListRows(view, {
    top: top + 1,
    rows,
    count: tasks.length,
    cursor,
    focused,
    draw(row, index, atCursor) {
      const task = tasks[index];
      const { mark, style, word } = taskLook(scene, task);
      row.text(2, 0, mark, style);
      row.text(
        textStart,
        0,
        oneLine(scene.taskId(task)),
        atCursor ? Attribute.bold : Tone.fg,
        width,
      );
      row.text(wordStart, 0, word, Tone.dim, 10);
      const unpriced = taskColumns.unpriced[task];
      const costNanoUsd = taskColumns.costNanoUsd[task];
      const after = drawFigures(row, start, shown, {
        tokens: [taskColumns.tokens[task] === 0 ? '' : short(taskColumns.tokens[task]), Tone.fg],
        time: [timeWord(taskMs(snapshot, task)), Tone.fg],
        cost: [costNanoUsd + unpriced === 0 ? '' : costWord({ costNanoUsd, unpriced }), Tone.fg],
      });
      const agent = taskColumns.agent[task];
      if (agent >= 0) row.text(after + 2, 0, oneLine(agentName(snapshot, agent)), Tone.dim);
    },
  });
}

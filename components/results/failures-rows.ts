import type { FailureGroup } from '../../src/state/failure-group.ts';
import type { ConsoleState } from '../console-state.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { count, moment, plural } from '../parts/format.ts';
import { drawTitleRule } from '../parts/title-rule.ts';
import { oneLine } from '../terminal/sanitize.ts';

const countWidth = 8;
const timesWidth = 21;
/** From so many columns on it is said when the first and the last of them failed. */
const withTimes = 72;

/** Failures by what they have in common, the most frequent first, under their rule. */
export function drawFailures(view: CellView, { results }: ConsoleState): void {
  const { groups, firstGroup, cursor, reading, problem, focus } = results;
  const failed = groups.reduce((sum, { tasks }) => sum + tasks.length, 0);
  const items: Segment[][] = [
    [[plural(failed, 'task'), failed === 0 ? Tone.dim : Tone.bad]],
    [[plural(groups.length, 'kind'), Tone.fg]],
  ];
  if (reading) items.push([['reading …', Tone.accent]]);
  drawTitleRule(view, 'failures', items, focus === 'list');
  if (problem !== null) view.text(1, 1, oneLine(problem), Tone.warn, view.columns - 2);
  else if (groups.length === 0)
    view.text(1, 1, reading ? 'reading …' : 'no task has failed for good', Tone.dim);
  else {
    drawTitles(view);
    groups.slice(firstGroup, firstGroup + view.rows - 2).forEach((group, row) => {
      const at = firstGroup + row === cursor;
      drawGroup(view.inner(0, row + 2, view.columns, 1), group, at, focus === 'list');
    });
  }
}

function drawTitles(view: CellView): void {
  view.textRight(2 + countWidth, 1, 'tasks', Tone.dim);
  let x = 2 + countWidth + 2;
  if (view.columns >= withTimes) {
    view.text(x, 1, 'first to last', Tone.dim);
    x += timesWidth;
  }
  view.text(x, 1, 'what they have in common', Tone.dim);
}

function drawGroup(row: CellView, group: FailureGroup, atCursor: boolean, focused: boolean): void {
  const { tasks, firstT, lastT, signature } = group;
  if (atCursor) row.text(0, 0, '›', focused ? Tone.accent | Attribute.bold : Tone.dim);
  row.textRight(2 + countWidth, 0, count(tasks.length), Tone.bad);
  let x = 2 + countWidth + 2;
  if (row.columns >= withTimes) {
    row.text(
      x,
      0,
      firstT === lastT ? moment(firstT) : `${moment(firstT)} – ${moment(lastT)}`,
      Tone.dim,
    );
    x += timesWidth;
  }
  row.text(x, 0, oneLine(signature), atCursor ? Attribute.bold : Tone.fg);
}

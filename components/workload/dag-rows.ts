import type { WorkflowsView, WorkflowView } from '../../src/state/work-view.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { count, money, plural, unknownMark } from '../parts/format.ts';
import type { HeadlineItem } from '../parts/rule.ts';
import { drawTitleRule } from '../parts/title-rule.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { costWord, timeWord } from './figure-words.ts';
import { isPaused, pathMark } from './flow-look.ts';
import {
  drawFigures,
  drawFigureTitles,
  drawListRows,
  type Figure,
  nameWidth,
  say,
  shownFigures,
} from './list-rows.ts';
import { drawNodeLines, nodeLineRows } from './node-lines.ts';
import { takenWith } from './node-links.ts';
import { nodeLook, nodeMs, nodeTally } from './node-look.ts';
import type { Tally } from './tally.ts';
import { taskLook, taskMs } from './task-look.ts';
import { titleRows } from './workload-layout.ts';
import { type InsideRow, rowAtCursor, type WorkloadScene } from './workload-scene.ts';
import { isList } from './workload-view.ts';

/** Columns of the level, the mark of the path and the state; the name stands behind them. */
const levelEnd = 6;
const pathStart = 8;
const markStart = 10;
const nameStart = 12;
const longestName = 26;
const wordWidth = 11;
/** The items of a node stand to the right of it. */
const itemIndent = 4;

const figures: readonly Figure[] = [
  { title: 'items', width: 9, from: 70 },
  { title: 'time', width: 8, from: 60 },
  { title: 'cost', width: 10, from: 80 },
  { title: 'slack', width: 7, from: 100 },
];

/**
 * A workflow by level: a node a row, what it needs in words, since lines that cross say less in so few
 * columns. What is on the critical path has a bar before it.
 */
export function drawDag(
  view: CellView,
  scene: Scene,
  workload: WorkloadScene,
  { workflows }: WorkflowsView,
): void {
  const flow = workflows[workload.chosen];
  const focused = workload.look.focus === 'inside' || !isList(workload.look);
  const title = flow?.name ?? 'workflow';
  drawTitleRule(
    view,
    oneLine(title),
    flow === undefined ? [] : items(scene, workload, flow),
    focused,
  );
  if (flow === undefined) return say(view, 'no workflow has it');
  const { nodes } = flow;
  const { rows, nodes: tallies, look } = workload;
  const lines = nodeLineRows(view.rows);
  const names = nodes.map(({ name }) => name);
  const widest = nameWidth(names, 6, longestName) + (look.unfolded.size > 0 ? itemIndent + 4 : 0);
  const width = Math.min(widest, Math.floor(view.columns / 3));
  const fans = nodes.some(({ fansOut }) => fansOut);
  const shown = shownFigures(figures, view.columns).filter(
    ({ title: each }) => each !== 'items' || fans,
  );
  const wordStart = nameStart + width + 1;
  const start = wordStart + wordWidth;
  drawTitles(view, width, wordStart, start, shown);
  const levels = new Set<number>();
  drawListRows(view, {
    top: titleRows,
    rows: view.rows - titleRows - lines,
    count: rows.length,
    cursor: Math.min(look.row, rows.length - 1),
    focused,
    draw(row, index, atCursor) {
      const { node, task } = rows[index];
      const at = nodes[node];
      const style = atCursor ? Attribute.bold : Tone.fg;
      if (task >= 0)
        return drawItem(row, scene, flow, task, {
          wordStart,
          start,
          width,
          shown,
          style,
          last: isLast(rows, index),
        });
      if (!levels.has(at.level)) row.textRight(levelEnd, 0, count(at.level + 1), Tone.dim);
      levels.add(at.level);
      const tally = nodeTally(scene.snapshot, at, tallies[node]);
      const known = nodeLook(scene, at, tally);
      if (at.onCriticalPath) row.text(pathStart, 0, pathMark, Tone.accent);
      row.text(markStart, 0, known.mark, known.style);
      row.text(nameStart, 0, oneLine(at.name), style, width);
      row.text(wordStart, 0, known.word, wordStyle(known.style), wordWidth - 1);
      const after = drawFigures(row, start, shown, {
        items: [at.fansOut ? itemsWord(tally) : '', tally.failed > 0 ? Tone.bad : Tone.fg],
        time: [timeWord(nodeMs(scene.snapshot, at)), Tone.fg],
        cost: [tally.costNanoUsd === 0 && tally.unpriced === 0 ? '' : costWord(tally), Tone.fg],
        slack: [at.onCriticalPath ? '' : `+${at.slack}`, Tone.dim],
      });
      row.segments(after + 2, 0, needsSegments(scene, flow, node, tallies));
    },
  });
  const at = rowAtCursor(workload);
  if (lines === 0 || at === null) return;
  // Close below what it is about, as far as there is room.
  const top = Math.min(view.rows - lines, titleRows + rows.length + 1);
  drawNodeLines(view.inner(0, top, view.columns, lines), scene, workload, flow, at);
}

function drawTitles(
  view: CellView,
  width: number,
  wordStart: number,
  start: number,
  shown: readonly Figure[],
): void {
  view.text(1, 1, 'level', Tone.dim);
  view.text(nameStart, 1, 'task', Tone.dim, width);
  view.text(wordStart, 1, 'state', Tone.dim, wordWidth - 1);
  const end = drawFigureTitles(view, start, 1, shown);
  view.text(end + 2, 1, 'needs', Tone.dim);
}

/** One of a node that is done once for each item. */
function drawItem(
  row: CellView,
  scene: Scene,
  { name }: WorkflowView,
  task: number,
  {
    wordStart,
    start,
    width,
    shown,
    style,
    last,
  }: {
    wordStart: number;
    start: number;
    width: number;
    shown: readonly Figure[];
    style: number;
    last: boolean;
  },
): void {
  const { mark, style: tone, word } = taskLook(scene, task);
  const { taskColumns } = scene.snapshot;
  row.text(nameStart, 0, last ? '└' : '├', Tone.dim);
  row.text(nameStart + 2, 0, mark, tone);
  const id = oneLine(scene.taskId(task));
  // The workflow that it is part of stands above.
  const own = name !== null && id.startsWith(`${name}.`) ? id.slice(name.length + 1) : id;
  row.text(nameStart + itemIndent, 0, own, style, Math.max(4, width - itemIndent));
  row.text(wordStart, 0, word, wordStyle(tone), wordWidth - 1);
  const unpriced = taskColumns.unpriced[task];
  const costNanoUsd = taskColumns.costNanoUsd[task];
  drawFigures(row, start, shown, {
    time: [timeWord(taskMs(scene.snapshot, task)), Tone.fg],
    cost: [costNanoUsd + unpriced === 0 ? '' : costWord({ costNanoUsd, unpriced }), Tone.fg],
  });
}

function isLast(rows: readonly InsideRow[], index: number): boolean {
  return rows[index + 1]?.node !== rows[index].node;
}

/** What is bad or warned of is said in its colour, everything else in that of other text. */
function wordStyle(style: number): number {
  const tone = style & ~Attribute.inverse;
  return tone === Tone.bad || tone === Tone.warn || tone === Tone.dim ? tone : Tone.fg;
}

function itemsWord({ done, total }: Tally): string {
  return total === 0 ? unknownMark : `${count(done)}/${count(total)}`;
}

/** `← screen, match`, what failed of them in its colour; and what the node took with it where it failed. */
function needsSegments(
  { snapshot }: Scene,
  { nodes }: WorkflowView,
  node: number,
  tallies: readonly Tally[],
): Segment[] {
  const { needs, critical, tasks } = nodes[node];
  const out: Segment[] = [];
  if (tasks.length > 0 && tallies[node].failed > 0) {
    const taken = takenWith(nodes, tallies, node).length;
    if (taken > 0) out.push([`took ${count(taken)} with it  `, Tone.warn]);
  }
  for (const [index, need] of needs.entries()) {
    const { failed, skipped } = nodeTally(snapshot, nodes[need], tallies[need]);
    const lost = failed > 0 ? Tone.bad : skipped > 0 ? Tone.warn : Tone.dim;
    out.push([index === 0 ? '← ' : ', ', Tone.dim], [oneLine(nodes[need].name), lost]);
  }
  if (!critical) out.push([needs.length === 0 ? 'optional' : ' · optional', Tone.dim]);
  return out;
}

/** The rule of a workflow: how far it is, which bar is the path, what it may cost. */
function items(scene: Scene, workload: WorkloadScene, flow: WorkflowView): HeadlineItem[] {
  const tally = workload.tallies[workload.chosen];
  const out: HeadlineItem[] = [];
  if (isPaused(scene.snapshot, flow)) out.push([['paused', Tone.warn]]);
  out.push([
    [`${count(tally.done)}/${count(tally.total)}`, Tone.fg],
    [' done', Tone.dim],
  ]);
  if (tally.failed > 0) out.push([[`${count(tally.failed)} failed`, Tone.bad]]);
  const cap = flow.budgetNanoUsd === null ? '' : ` of ${money(flow.budgetNanoUsd)}`;
  out.push([[`${costWord(tally)}${cap}`, Tone.fg]]);
  out.push([
    [pathMark, Tone.accent],
    [` critical path, ${plural(flow.levels, 'level')}`, Tone.dim],
  ]);
  return out;
}

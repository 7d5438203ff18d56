import type { ConsoleState } from '../console-state.ts';
import { filterItem } from '../filter/filter-item.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { percent, plural } from '../parts/format.ts';
import { drawTitleRule } from '../parts/title-rule.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { columnGap, columnsWithin, type HistoryColumn } from './history-columns.ts';
import { cursorPlace, firstInSight, keptEntries } from './history-list.ts';
import type { HistoryEntry, HistoryView, HistoryWait } from './history-view.ts';

const shortestName = 16;

/** Runs of before, newest first, under their rule. */
export function drawHistory(view: CellView, state: ConsoleState, nowMs = Date.now()): void {
  const { history, filters } = state;
  const entries = keptEntries(history.entries, filters);
  drawTitleRule(view, 'history', ruleItems(history, entries.length, filters.history), true);
  if (entries.length === 0) {
    const none = history.reading ? 'looking …' : 'there are no runs here yet';
    view.text(1, 1, history.entries.length > 0 ? 'no run has it' : none, Tone.dim);
    return;
  }
  const shown = columnsWithin(view.columns - shortestName - 3);
  const taken = shown.reduce((sum, { width }) => sum + width + columnGap, 0);
  const name = Math.max(shortestName, view.columns - taken - 3);
  drawTitles(view, shown, name);
  const rows = view.rows - 2;
  const at = cursorPlace(entries, history.cursor);
  const first = firstInSight(at, rows, entries.length);
  entries.slice(first, first + rows).forEach((entry, row) => {
    const line = view.inner(0, row + 2, view.columns, 1);
    const atCursor = first + row === at;
    if (atCursor) line.text(0, 0, '›', Tone.accent | Attribute.bold);
    line.text(2, 0, oneLine(entry.head.name), atCursor ? Attribute.bold : Tone.fg, name);
    let x = 2 + name + columnGap;
    for (const column of shown) {
      const [words, style] = column.of(entry, nowMs);
      if (column.right) line.textRight(x + column.width, 0, words, style);
      else line.text(x, 0, words, style, column.width);
      x += column.width + columnGap;
    }
  });
}

function drawTitles(view: CellView, shown: readonly HistoryColumn[], name: number): void {
  view.text(2, 1, 'run', Tone.dim);
  let x = 2 + name + columnGap;
  for (const { title, width, right } of shown) {
    if (right) view.textRight(x + width, 1, title, Tone.dim);
    else view.text(x, 1, title, Tone.dim, width);
    x += width + columnGap;
  }
}

function ruleItems(
  { entries, reading, waits }: HistoryView,
  kept: number,
  filter: ConsoleState['filters']['history'],
): Segment[][] {
  const items: Segment[][] = [];
  if (waits !== null) items.push(waitSegments(waits));
  if (filter !== undefined) items.push(filterItem(filter, kept, entries.length));
  else items.push([[plural(entries.length, 'run'), Tone.fg]]);
  if (reading) items.push([['reading …', Tone.accent]]);
  return items;
}

const spinner = ['|', '/', '-', '\\'];

function waitSegments({ words, share }: HistoryWait): Segment[] {
  const turn = Math.floor(performance.now() / 100) % spinner.length;
  const done = share === null ? '' : ` ${percent(share)} %`;
  return [[`${spinner[turn]} ${oneLine(words)}${done}`, Tone.accent]];
}

/** What the cursor is on: where it lies, and what can be done with it. */
export function drawHistoryDetail(view: CellView, { history, filters }: ConsoleState): void {
  const kept = keptEntries(history.entries, filters);
  const entry = kept[cursorPlace(kept, history.cursor)];
  if (entry === undefined) return;
  const { runId, directory } = entry.head;
  const words = canWords(entry);
  const right = view.columns - 1;
  const end = words === '' ? right : view.textRight(right, 0, words, Tone.dim) - 2;
  const id = oneLine(runId);
  view.text(1, 0, id, Tone.fg, Math.max(0, end - 1));
  const x = 1 + displayWidth(id) + 2;
  view.text(x, 0, oneLine(directory), Tone.dim, Math.max(0, end - x));
}

function canWords({ listing }: HistoryEntry): string {
  switch (listing?.state) {
    case 'unfinished':
      return 'r resumes it';
    case 'running':
      return 'it is running';
    case 'unreadable':
      return 'its record cannot be read';
    case 'finished':
      return listing.tasks.failed > 0 ? 'r tries what failed once more' : '';
    default:
      return '';
  }
}

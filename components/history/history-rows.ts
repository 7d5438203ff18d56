import type { ConsoleState } from '../console-state.ts';
import { filterItem } from '../filter/filter-item.ts';
import type { PastRunListing } from '../history-desk.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import {
  bytes,
  count,
  money,
  percent,
  plural,
  unknownMark,
  wholeSeconds,
} from '../parts/format.ts';
import { drawTitleRule } from '../parts/title-rule.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { keptEntries, stateWord } from './history-list.ts';
import type { HistoryEntry, HistoryView } from './history-view.ts';

/** A column of the list. */
interface Column {
  readonly title: string;
  readonly width: number;
  readonly right?: boolean;
  /** Narrower terminals do without it. */
  readonly from: number;
  of(entry: HistoryEntry, nowMs: number): Segment;
}

const looks: Readonly<Record<PastRunListing['state'], Segment>> = {
  running: ['● running', Tone.ok],
  finished: ['■ finished', Tone.dim],
  unfinished: ['‖ unfinished', Tone.warn],
  unreadable: ['! unreadable', Tone.bad],
};

/** What is still being read shows as such, and what is not known as that. */
const ofListing =
  (words: (listing: PastRunListing) => Segment) =>
  ({ listing }: HistoryEntry): Segment =>
    listing === null
      ? ['…', Tone.dim]
      : listing.state === 'unreadable'
        ? [unknownMark, Tone.dim]
        : words(listing);

const columns: readonly Column[] = [
  {
    title: 'state',
    width: 13,
    from: 0,
    of: ({ listing }) => (listing === null ? ['…', Tone.dim] : looks[listing.state]),
  },
  { title: 'preset', width: 12, from: 90, of: ({ head }) => [oneLine(head.preset), Tone.dim] },
  { title: 'started', width: 17, from: 100, of: ({ head }) => [started(head.startedAt), Tone.fg] },
  {
    title: 'ago',
    width: 8,
    right: true,
    from: 44,
    of: ({ head }, nowMs) => [ago(nowMs - Date.parse(head.startedAt)), Tone.fg],
  },
  {
    title: 'done',
    width: 9,
    right: true,
    from: 56,
    of: ofListing(({ tasks }) => [count(tasks.done), Tone.fg]),
  },
  {
    title: 'failed',
    width: 8,
    right: true,
    from: 64,
    of: ofListing(({ tasks }) => [count(tasks.failed), tasks.failed === 0 ? Tone.dim : Tone.bad]),
  },
  {
    title: 'tasks',
    width: 9,
    right: true,
    from: 72,
    of: ({ head }) => [count(head.total), Tone.fg],
  },
  {
    title: 'cost',
    width: 10,
    right: true,
    from: 80,
    of: ofListing(({ costNanoUsd, unpriced }) => [costWords(costNanoUsd, unpriced), Tone.fg]),
  },
  {
    title: 'size',
    width: 9,
    right: true,
    from: 110,
    of: ({ listing }) =>
      listing === null ? ['…', Tone.dim] : [bytes(listing.sizeBytes), Tone.dim],
  },
];

const gap = 2;
const shortestName = 12;

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
  const shown = columns.filter(({ from }) => view.columns >= from);
  const taken = shown.reduce((sum, { width }) => sum + width + gap, 0);
  const name = Math.max(shortestName, view.columns - taken - 3);
  drawTitles(view, shown, name);
  const rows = view.rows - 2;
  const at = entries.findIndex(({ head }) => head.directory === history.cursor);
  const first = Math.max(0, Math.min(at - Math.floor(rows / 2), entries.length - rows));
  entries.slice(first, first + rows).forEach((entry, row) => {
    const line = view.inner(0, row + 2, view.columns, 1);
    const atCursor = first + row === at;
    if (atCursor) line.text(0, 0, '›', Tone.accent | Attribute.bold);
    line.text(2, 0, oneLine(entry.head.name), atCursor ? Attribute.bold : Tone.fg, name);
    let x = 2 + name + gap;
    for (const column of shown) {
      const [words, style] = column.of(entry, nowMs);
      if (column.right) line.textRight(x + column.width, 0, words, style);
      else line.text(x, 0, words, style, column.width);
      x += column.width + gap;
    }
  });
}

function drawTitles(view: CellView, shown: readonly Column[], name: number): void {
  view.text(2, 1, 'run', Tone.dim);
  let x = 2 + name + gap;
  for (const { title, width, right } of shown) {
    if (right) view.textRight(x + width, 1, title, Tone.dim);
    else view.text(x, 1, title, Tone.dim, width);
    x += width + gap;
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

export function waitSegments({ words, share }: NonNullable<HistoryView['waits']>): Segment[] {
  const done = share === null ? '' : ` ${percent(share)} %`;
  return [[`${oneLine(words)}${done}`, Tone.accent]];
}

/** What the cursor is on: where it lies and what can be done with it. */
export function drawHistoryDetail(view: CellView, { history }: ConsoleState): void {
  const entry = history.entries.find(({ head }) => head.directory === history.cursor);
  if (entry === undefined) return;
  const { runId, directory } = entry.head;
  const can = {
    unfinished: 'r resumes it',
    running: 'it is running',
    finished: '',
    unreadable: 'its record cannot be read',
    '': '',
  };
  const words = can[stateWord(entry) as keyof typeof can];
  const end =
    words === '' ? view.columns - 1 : view.textRight(view.columns - 1, 0, words, Tone.dim);
  const id = oneLine(runId);
  view.text(1, 0, id, Tone.fg);
  const x = 1 + displayWidth(id) + 2;
  view.text(x, 0, oneLine(directory), Tone.dim, Math.max(0, end - 2 - x));
}

/** Where some prices are not known, it is the least that it cost. */
function costWords(nanoUsd: number, unpriced: number): string {
  if (unpriced === 0) return money(nanoUsd);
  return nanoUsd === 0 ? unknownMark : `≥${money(nanoUsd)}`;
}

/** `2026-11-21 16:05`, as the clock on the wall had it. */
function started(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return unknownMark;
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

function ago(ms: number): string {
  return wholeSeconds(Math.max(0, ms));
}

import type { PastRunListing } from '../history-desk.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { bytes, count, money, unknownMark, wholeSeconds } from '../parts/format.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { tasksOf } from './history-list.ts';
import type { HistoryEntry } from './history-view.ts';

/** A column of the list. */
export interface HistoryColumn {
  readonly title: string;
  readonly width: number;
  readonly right?: boolean;
  /** The lower, the sooner it is left out where there is no room for all. */
  readonly matters: number;
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

/** What a list of runs says of each, from the left; the name stands before them. */
const historyColumns: readonly HistoryColumn[] = [
  {
    title: 'state',
    width: 13,
    matters: 9,
    of: ({ listing }) => (listing === null ? ['…', Tone.dim] : looks[listing.state]),
  },
  { title: 'preset', width: 12, matters: 3, of: ({ head }) => [oneLine(head.preset), Tone.dim] },
  { title: 'started', width: 17, matters: 2, of: ({ head }) => [started(head.startedAt), Tone.fg] },
  {
    title: 'ago',
    width: 8,
    right: true,
    matters: 8,
    of: ({ head }, nowMs) => [ago(nowMs - Date.parse(head.startedAt)), Tone.fg],
  },
  {
    title: 'done',
    width: 9,
    right: true,
    matters: 7,
    of: ofListing(({ tasks }) => [count(tasks.done), Tone.fg]),
  },
  {
    title: 'failed',
    width: 8,
    right: true,
    matters: 6,
    of: ofListing(({ tasks }) => [count(tasks.failed), tasks.failed === 0 ? Tone.dim : Tone.bad]),
  },
  {
    title: 'tasks',
    width: 9,
    right: true,
    matters: 5,
    of: (entry) => [count(tasksOf(entry)), Tone.fg],
  },
  {
    title: 'cost',
    width: 10,
    right: true,
    matters: 4,
    of: ofListing(({ costNanoUsd, unpriced }) => [costWords(costNanoUsd, unpriced), Tone.fg]),
  },
  {
    title: 'size',
    width: 9,
    right: true,
    matters: 1,
    of: ({ listing }) =>
      listing === null ? ['…', Tone.dim] : [bytes(listing.sizeBytes), Tone.dim],
  },
];

/** Between two columns. */
export const columnGap = 2;

/** The columns that there is room for in so many cells, those that matter most. */
export function columnsWithin(cells: number): readonly HistoryColumn[] {
  const kept = new Set<HistoryColumn>();
  let left = cells;
  for (const column of historyColumns.toSorted((a, b) => b.matters - a.matters)) {
    left -= column.width + columnGap;
    if (left < 0) break;
    kept.add(column);
  }
  return historyColumns.filter((column) => kept.has(column));
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

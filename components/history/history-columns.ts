import type { PastRunListing } from '../history-desk.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { bytes, count, money, unknownMark, wholeSeconds } from '../parts/format.ts';
import { oneLine } from '../terminal/sanitize.ts';
import type { HistoryEntry } from './history-view.ts';

/** A column of the list. */
export interface HistoryColumn {
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

/** What a list of runs says of each, from the left; the name stands before them. */
export const historyColumns: readonly HistoryColumn[] = [
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

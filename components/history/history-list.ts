import { type Filters, isKept } from '../filter/filter.ts';
import type { PastRunHead, PastRunListing } from '../history-desk.ts';
import type { HistoryEntry, HistoryView } from './history-view.ts';

/** The entries with some more runs, newest first. */
export function withHeads(
  entries: readonly HistoryEntry[],
  heads: readonly PastRunHead[],
): HistoryEntry[] {
  const known = new Map(entries.map((entry) => [entry.head.directory, entry]));
  for (const head of heads)
    known.set(head.directory, { head, listing: known.get(head.directory)?.listing ?? null });
  return [...known.values()].sort((a, b) => (a.head.startedAt < b.head.startedAt ? 1 : -1));
}

/** The entries with what has become of one of them. */
export function withListing(
  entries: readonly HistoryEntry[],
  listing: PastRunListing,
): HistoryEntry[] {
  return entries.map((entry) =>
    entry.head.directory === listing.directory ? { ...entry, listing } : entry,
  );
}

/** Tasks of a run: a run may have grown since it was planned. */
export function tasksOf({ head, listing }: HistoryEntry): number {
  return listing?.tasks.total ?? head.total;
}

/** Those that a filter keeps: by name, preset, state, id and directory. */
export function keptEntries(
  entries: readonly HistoryEntry[],
  { history }: Filters,
): readonly HistoryEntry[] {
  if (history === undefined) return entries;
  return entries.filter((entry) => {
    const { name, preset, runId, directory } = entry.head;
    return isKept(history, [name, preset, entry.listing?.state ?? '', runId, directory].join(' '));
  });
}

/** The first of so many entries that is in sight, the cursor in the middle where that can be. */
export function firstInSight(cursor: number, rows: number, count: number): number {
  return Math.max(0, Math.min(cursor - Math.floor(rows / 2), count - rows));
}

/** Place of the cursor among the entries that are shown: on the first where its own is not one of them. */
export function cursorPlace(
  entries: readonly HistoryEntry[],
  cursor: HistoryView['cursor'],
): number {
  return Math.max(
    0,
    entries.findIndex(({ head }) => head.directory === cursor),
  );
}

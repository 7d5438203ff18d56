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

/** The first entry in sight, and the place of the cursor, where so many rows show entries. */
export function historyWindow(
  entries: readonly HistoryEntry[],
  cursor: HistoryView['cursor'],
  rows: number,
): { readonly first: number; readonly at: number } {
  const at = cursorPlace(entries, cursor);
  return { first: Math.max(0, Math.min(at - Math.floor(rows / 2), entries.length - rows)), at };
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

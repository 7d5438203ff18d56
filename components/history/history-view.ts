import type { PastRunHead, PastRunListing } from '../history-desk.ts';

/** A run of the list: what run.json says of it and, once that is read, what became of it. */
export interface HistoryEntry {
  readonly head: PastRunHead;
  readonly listing: PastRunListing | null;
}

/** What takes a while, with the share of it that is done where that is known. */
export interface HistoryWait {
  readonly words: string;
  readonly share: number | null;
}

export interface HistoryView {
  /** Every run that was found, newest first. */
  readonly entries: readonly HistoryEntry[];
  /** Not all have been read yet. */
  readonly reading: boolean;
  /** Directory of the one under the cursor; null, as long as it was not moved, is the first one. */
  readonly cursor: string | null;
  readonly waits: HistoryWait | null;
}

export const newHistoryView: HistoryView = {
  entries: [],
  reading: false,
  cursor: null,
  waits: null,
};

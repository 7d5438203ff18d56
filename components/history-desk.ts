import type { LiveRun } from './live-run.ts';

/** A run as run.json names it. */
export interface PastRunHead {
  readonly runId: string;
  readonly name: string;
  readonly preset: string;
  readonly directory: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Tasks of the plan. */
  readonly total: number;
}

/** What became of a run, as its record has it. */
export interface PastRunListing extends Omit<PastRunHead, 'total'> {
  /** unfinished: can be resumed. unreadable: its record is missing or damaged. */
  readonly state: 'running' | 'finished' | 'unfinished' | 'unreadable';
  readonly tasks: { readonly total: number; readonly done: number; readonly failed: number };
  /** Of the tasks whose price is known. */
  readonly costNanoUsd: number;
  /** Tasks done whose price is unknown. */
  readonly unpriced: number;
  readonly sizeBytes: number;
}

/** Told of runs as they are found. Where either gives false, nothing is read any more. */
export interface HistoryListener {
  /** Runs that there are, in no order. */
  heads(heads: readonly PastRunHead[]): boolean;
  /** What has become of one of them. */
  listing(listing: PastRunListing): boolean;
}

/** What the console asks about runs of before; runs are named by their directories. */
export interface HistoryDesk {
  /** Reads them in the background; resolves when all are read. */
  list(listener: HistoryListener): Promise<void>;
  /**
   * A run to be looked at, as it ended. A rejection's message is shown.
   *
   * @param onProgress told the share of its log that is read
   */
  open(directory: string, onProgress: (share: number) => void): Promise<LiveRun>;
  /**
   * Goes on with a run in this console. A rejection's message is shown.
   *
   * @param failed what failed for good is done once more
   */
  resume(directory: string, failed: boolean): Promise<LiveRun>;
  /** Deletes a run that is not running, and gives what was done in words; what it throws is shown. */
  remove(directory: string): string;
}

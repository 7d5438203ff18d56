import { deleteRunFiles, readRunJson } from './run-files.ts';
import type { RunListing } from './run-listing.ts';
import { acquireLock } from './run-lock.ts';

/** What may go: whatever is older than `olderThanMs` and not among the `keep` newest. */
export interface PruneRule {
  readonly olderThanMs: number;
  readonly keep: number;
}

/** Chooses what to prune from a list that is newest first; a run under way is never chosen. */
export function chooseRunsToPrune(
  runs: readonly RunListing[],
  rule: PruneRule,
  nowMs = Date.now(),
): RunListing[] {
  return runs
    .slice(rule.keep)
    .filter(
      (run) => run.state !== 'running' && nowMs - Date.parse(run.startedAt) > rule.olderThanMs,
    );
}

/**
 * Deletes a run's files; what others put into its directory stays. False, and nothing done, if the
 * directory is not swarmdeck's, or a process has taken the run up since it was listed.
 */
export function pruneRun(directory: string): boolean {
  if (readRunJson(directory) === null) return false;
  const lock = acquireLock(directory);
  if ('holder' in lock) return false;
  // Let go before the lock's file goes too: an open file cannot be deleted everywhere.
  lock.release();
  deleteRunFiles(directory);
  return true;
}

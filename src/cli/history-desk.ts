import type { HistoryDesk } from '../../components/console-options.ts';
import { UsageError } from '../spec/usage-error.ts';
import { openRun } from '../store/open-run.ts';
import { pruneRun } from '../store/prune-runs.ts';
import { readRunHistory } from '../store/run-history.ts';
import { readRunListing } from '../store/run-listing.ts';
import type { ConsoleSessions } from './console-sessions.ts';
import { finishedRun } from './finished-run.ts';
import { openPastRun } from './past-run.ts';
import { resumeSession } from './resume-session.ts';
import { bytes } from './runs-format.ts';

/** Runs of before as the console asks for them; what is resumed becomes one of its sessions. */
export function historyDesk(sessions: ConsoleSessions): HistoryDesk {
  return {
    list: (listener) => readRunHistory(listener),
    async open(directory, onProgress) {
      if (sessions.live?.directory === directory)
        throw new UsageError('this is the run that lives in this console; Esc leads back to it');
      return openPastRun(directory, onProgress);
    },
    async resume(directory, failed) {
      sessions.needNone();
      return sessions.start(await reopened(directory, failed));
    },
    remove(directory) {
      const listing = readRunListing(directory);
      if (listing === null || !pruneRun(directory))
        throw new UsageError(
          listing === null
            ? `${directory} holds no run any more`
            : `${listing.name} is running and stays; stop it first`,
        );
      return `deleted ${listing.name}, ${bytes(listing.sizeBytes)}`;
    },
  };
}

/** @throws UsageError where the run is running, there is nothing left to do, or a key is missing */
async function reopened(directory: string, failed: boolean) {
  const opened = openRun(directory);
  try {
    if (finishedRun(opened, failed) !== null)
      throw new UsageError(`all tasks of ${opened.record.name} have ended; nothing is left to do`);
    return await resumeSession(opened, opened.spec, { interactive: true, retryFailed: failed });
  } catch (error) {
    opened.store.close();
    throw error;
  }
}

import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { PastRunListing } from '../history-desk.ts';
import type { Replay } from '../live-run.ts';
import { plural } from '../parts/format.ts';
import type { HistoryEntry } from './history-view.ts';

/** A run that is to go on, and what is known of what became of it. */
export interface ResumeTarget {
  readonly directory: string;
  readonly name: string;
  /** Null where that has not been read yet. */
  readonly state: PastRunListing['state'] | null;
  /** Tasks that it did not get to. */
  readonly left: number;
  /** Tasks that failed for good and are done once more: only where all others have ended. */
  readonly failed: number;
}

export function targetOfEntry({ head, listing }: HistoryEntry): ResumeTarget {
  const { directory, name, total } = head;
  const { done, failed } = listing?.tasks ?? { done: 0, failed: 0 };
  const state = listing?.state ?? null;
  return {
    directory,
    name,
    state,
    left: total - done - failed,
    failed: state === 'finished' ? failed : 0,
  };
}

export function targetOfRun(
  { info, tasks }: RunSnapshot,
  { directory, unfinished }: Replay,
): ResumeTarget {
  return {
    directory,
    name: info.name,
    state: unfinished ? 'unfinished' : 'finished',
    left: tasks.total - tasks.ended + tasks.cancelled,
    failed: unfinished ? 0 : tasks.failed,
  };
}

/** Why there is nothing to go on with; null where there is. */
export function refusalOf({ name, state, failed }: ResumeTarget): string | null {
  switch (state) {
    case null:
      return `the record of ${name} is still being read`;
    case 'running':
      return `${name} is running already`;
    case 'unreadable':
      return `the record of ${name} cannot be read`;
    case 'finished':
      return failed > 0 ? null : `nothing is left to do in ${name}: none of its tasks has failed`;
    case 'unfinished':
      return null;
  }
}

/** What is asked before it goes on. */
export function questionOf({ name, left, failed }: ResumeTarget): {
  readonly title: string;
  readonly words: string;
} {
  const after = 'the record goes on where it ended';
  if (failed > 0)
    return {
      title: `Try what failed in ${name} once more?`,
      words: `${plural(failed, 'task')} that failed for good; ${after}`,
    };
  return { title: `Resume ${name}?`, words: `${plural(left, 'task')} left to do; ${after}` };
}

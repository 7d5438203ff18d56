import { AttemptTracker, type OpenAttempt } from './attempt-tracker.ts';
import { readEvents } from './event-reader.ts';
import type { RunRecord } from './run-record.ts';
import type { Database } from './sqlite.ts';

/** What is left to do, each list in the order of the tasks. */
export interface UnfinishedTasks {
  /** Waiting in the queue or backing off when the last event was committed. */
  readonly queued: readonly number[];
  /** A call was in flight: it is made again, and what the first one cost stays uncertain. */
  readonly inFlight: readonly number[];
  /** Ended by a stop or a cancel before they were done. */
  readonly cancelled: readonly number[];
}

/** What the run says of itself. */
export function readRecord(database: Database): RunRecord {
  const row = database.prepare("SELECT value FROM meta WHERE key = 'run'").get();
  if (row === undefined) throw new Error('run.db has no record of a run');
  return JSON.parse(String(row.value));
}

/** Number and run time (ms) of the last event; zeros before the first. */
export function readEnd(database: Database): { lastSeq: number; lastT: number } {
  const row = database.prepare('SELECT seq, t FROM events ORDER BY seq DESC LIMIT 1').get();
  return { lastSeq: Number(row?.seq ?? 0), lastT: Number(row?.t ?? 0) };
}

/** `seq` of each event that began a further session. */
export function readResumes(database: Database): number[] {
  return database
    .prepare("SELECT seq FROM events WHERE type = 'run.resumed' ORDER BY seq")
    .all()
    .map(({ seq }) => Number(seq));
}

/** Attempts of the last session that have begun and not ended. */
export function readOpenAttempts(database: Database): OpenAttempt[] {
  const sessionSeq = readResumes(database).at(-1) ?? 0;
  const first = database
    .prepare(`
      SELECT min(seq) AS seq FROM events WHERE type = 'task.started' AND seq > ?
        AND seq NOT IN (SELECT started_seq FROM attempts WHERE outcome <> 'lost')`)
    .get(sessionSeq)!.seq;
  if (first === null) return [];
  // Folded by the same code that paired them while the run was alive.
  const tracker = new AttemptTracker();
  for (const event of readEvents(database, Number(first))) tracker.observe(event);
  return [...tracker.open];
}

export function readUnfinished(database: Database, open: readonly OpenAttempt[]): UnfinishedTasks {
  const inFlight = new Set(open.map(({ task }) => task));
  const ofStatus = (status: string): number[] =>
    database
      .prepare('SELECT task FROM tasks WHERE status = ? ORDER BY task')
      .all(status)
      .map(({ task }) => Number(task))
      .filter((task) => !inFlight.has(task));
  return {
    queued: ofStatus('queued'),
    inFlight: [...inFlight].sort((a, b) => a - b),
    cancelled: ofStatus('cancelled'),
  };
}

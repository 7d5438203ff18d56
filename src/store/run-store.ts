import { join } from 'node:path';
import type { Journal } from '../engine/journal.ts';
import type { Plan } from '../plan/plan.ts';
import type { RunEvent } from '../state/events.ts';
import { AttemptTracker, type EndedAttempt, type OpenAttempt } from './attempt-tracker.ts';
import { AttemptWriter } from './attempt-writer.ts';
import { readEvents } from './event-reader.ts';
import { EventWriter } from './event-writer.ts';
import { JournalError } from './journal-error.ts';
import { writePlan } from './plan-writer.ts';
import type { RunLock } from './run-lock.ts';
import { prepareForWriting } from './schema.ts';
import { type Database, transaction } from './sqlite.ts';
import { type TaskVectors, VectorWriter } from './vector-writer.ts';

/** No event waits longer than this for its commit. */
const commitEveryMs = 10;
/**
 * What somebody waits for, the end of a task, is committed sooner: an answer that has come and is not
 * recorded would be paid for twice after a crash. At most one commit in this time all the same.
 */
const hurriedEveryMs = 2;

export interface RunStoreOptions {
  readonly runId: string;
  readonly directory: string;
  readonly plan: Plan;
}

/**
 * The record of a run under way: takes its events and commits them in groups. Made by
 * `createRunDirectory` and `openRun`; holds the run's lock until it is closed.
 */
export class RunStore implements Journal {
  readonly runId: string;
  readonly directory: string;
  /** The open run.db, for the readers of this room. */
  readonly database: Database;
  /** Told once when the record can no longer be written: the run should stop. */
  onError: ((error: JournalError) => void) | null = null;
  readonly #lock: RunLock;
  readonly #tracker = new AttemptTracker();
  readonly #eventWriter: EventWriter;
  readonly #attemptWriter: AttemptWriter;
  #events: RunEvent[] = [];
  #attempts: EndedAttempt[] = [];
  #vectors: TaskVectors[] = [];
  #vectorWriter: VectorWriter | null = null;
  #timer: NodeJS.Timeout | null = null;
  #waiting: PromiseWithResolvers<void> | null = null;
  #committedAt = Number.NEGATIVE_INFINITY;
  #failure: JournalError | null = null;
  #closed = false;

  constructor(database: Database, lock: RunLock, options: RunStoreOptions) {
    this.runId = options.runId;
    this.directory = options.directory;
    this.database = database;
    this.#lock = lock;
    prepareForWriting(database);
    this.#eventWriter = new EventWriter(database, options.plan);
    this.#attemptWriter = new AttemptWriter(database);
  }

  /** Nothing can be written any more, nor read through `database`. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Takes an event; it is durable once `committed` has resolved. */
  append(event: RunEvent): void {
    if (this.#closed) throw new Error(`run ${this.runId} is closed; ${event.type} came too late`);
    this.#events.push(event);
    // Paired here and not while writing, so that a commit that failed can be made again.
    const ended = this.#tracker.observe(event);
    if (ended !== null) this.#attempts.push(ended);
    if (this.#timer === null && this.#failure === null) this.#schedule(commitEveryMs);
  }

  /** Vectors that a task has given: durable with the event of its end, which comes next. */
  keepVectors(task: number, vectors: readonly Float32Array[]): void {
    this.#vectors.push({ task, vectors });
  }

  /** One promise for all who wait for the next commit; rejects with a `JournalError`. */
  committed(): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (this.#events.length === 0) return Promise.resolve();
    if (this.#waiting === null) {
      this.#waiting = Promise.withResolvers();
      this.#schedule(hurriedEveryMs);
    }
    return this.#waiting.promise;
  }

  /** The agent's attempt under way; null where it has none. */
  openAttempt(agent: number): OpenAttempt | null {
    return this.#tracker.of(agent);
  }

  /** Adds the tasks of a plan that grew, before the event that says so is appended. */
  addTasks(plan: Plan, first: number, count: number): void {
    transaction(this.database, () => writePlan(this.database, plan, first, count));
  }

  /** All events so far, those of earlier sessions too. */
  events(): Generator<RunEvent> {
    this.flush();
    return readEvents(this.database);
  }

  /** Commits what is waiting, now; after a failure it tries again. Throws a `JournalError`. */
  flush(): void {
    this.#commit();
    if (this.#failure !== null) throw this.#failure;
  }

  /**
   * Commits what is left, synced to the disk, and lets the directory go. Throws the `JournalError`
   * if that failed; the directory is let go all the same.
   */
  close(): void {
    if (this.#closed) return;
    try {
      this.database.exec('PRAGMA synchronous = FULL');
      this.#commit();
      if (this.#failure === null) this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#closed = true;
      this.database.close();
      this.#lock.release();
    }
    if (this.#failure !== null) throw this.#failure;
  }

  #commit(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#events.length === 0) return;
    try {
      transaction(this.database, () => {
        for (const vectors of this.#vectors) {
          // Only a run with vectors needs one, and one of an older version has no table for them.
          this.#vectorWriter ??= new VectorWriter(this.database);
          this.#vectorWriter.write(vectors);
        }
        for (const event of this.#events) this.#eventWriter.write(event);
        for (const attempt of this.#attempts) this.#attemptWriter.write(attempt);
      });
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#events = [];
    this.#attempts = [];
    this.#vectors = [];
    this.#failure = null;
    this.#committedAt = performance.now();
    this.#waiting?.resolve();
    this.#waiting = null;
  }

  /** A lone event is committed at once; in a stream of them, one commit takes `everyMs` worth. */
  #schedule(everyMs: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const dueMs = this.#committedAt + everyMs - performance.now();
    this.#timer = setTimeout(() => this.#commit(), Math.max(0, dueMs));
  }

  /** Nothing is dropped: the events wait in memory for a last try at the end. */
  #fail(cause: unknown): void {
    const first = this.#failure === null;
    this.#failure = new JournalError(join(this.directory, 'run.db'), cause);
    this.#waiting?.reject(this.#failure);
    this.#waiting = null;
    if (first) this.onError?.(this.#failure);
  }
}

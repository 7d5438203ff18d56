import type { Plan } from '../plan/plan.ts';
import type { RunEvent } from '../state/events.ts';

/**
 * Where the engine records its events. The engine waits for `committed` before an agent that ended
 * a task takes its next one, so what a crash can cost is what was in flight.
 */
export interface Journal {
  append(event: RunEvent): void;
  /** Adds the tasks of a plan that grew, before the event that says so. Left out by one that keeps no plan. */
  addTasks?(plan: Plan, first: number, count: number): void;
  /**
   * Keeps the vectors that a task has given, durable with the event of its end, which is appended next.
   * Left out by one that keeps none.
   */
  keepVectors?(task: number, vectors: readonly Float32Array[]): void;
  /** Resolves when everything appended so far is durable (group commit, 10 ms at most). */
  committed(): Promise<void>;
}

/** A journal that keeps nothing: for runs that need no record. */
export const noJournal: Journal = { append() {}, committed: () => Promise.resolve() };

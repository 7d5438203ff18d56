import type { EndStatus } from './unfolding.ts';

/** How one task ended, with what it gave and took. */
export interface TaskResult {
  readonly task: number;
  /** Null where it has no end: the run was stopped before. */
  readonly status: EndStatus | null;
  /** The answer; null where there is none. */
  readonly text: string | null;
  /** Why there is none, in words; null where there is one. */
  readonly error: string | null;
  /** `kaoz_17`; null where none worked on it. */
  readonly agent: string | null;
  /** Name of the route that was called last; null where none was. */
  readonly route: string | null;
  readonly attempts: number;
  /** With its retries; null where it was never sent. */
  readonly durationMs: number | null;
  /** Of its last call alone; null where that did not end well. */
  readonly callMs: number | null;
  /** Null where nothing was told. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Of all its calls that ended well; null where a price is unknown. */
  readonly costNanoUsd: number | null;
}

/** What the tasks of a run have given, for what the run decides. */
export interface RunResults {
  of(task: number): TaskResult;
  /** In the order of the plan, one held at a time. */
  all(): Iterable<TaskResult>;
}

/** What a run decided: what outcome.json says. Its fields are snake_case, as in the other files of a run. */
export type Outcome = Readonly<Record<string, unknown>>;

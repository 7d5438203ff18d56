import type { Writable } from 'node:stream';
import type { RunOutcome } from '../engine/engine-config.ts';
import type { Outcome } from '../plan/run-results.ts';
import type { Metrics } from '../store/metrics-schema.ts';

/** Where a command writes: results to `stdout`, progress and errors to `stderr`. */
export interface Streams {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** How a run ended, and what it came to. */
export interface FinishedSession {
  readonly outcome: RunOutcome;
  readonly metrics: Metrics;
  /** What outcome.json says; null where the workload decides nothing. */
  readonly decided: Outcome | null;
  /** What could not be kept beyond the run's own files; null where all was. */
  readonly warning: string | null;
}

/** Shows a run while it lives. Made before the engine starts, so that it sees the first event. */
export interface FrontEnd {
  /** The run and its files are complete. */
  end(ended: FinishedSession): void;
}

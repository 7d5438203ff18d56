/** How an agent of before is doing, over all of its instances. */
export interface AgentHealth {
  /** Its last three tasks have not all failed, nothing that was given up runs on, and it is not shut down. */
  readonly healthy: boolean;
  /** Tasks that it has answered. */
  readonly tasksProcessed: number;
  /** ms that it took for each of these, on average; 0 before the first. */
  readonly avgProcessingTime: number;
  /** Tasks that it has failed with, those out of time included. */
  readonly failed: number;
  /** Tasks that it is at. */
  readonly running: number;
}

export interface AgentStats extends AgentHealth {
  /** Of the failed ones those for which its own time limit was over. */
  readonly timedOut: number;
  /** Tasks that were cancelled, stopped or out of time, and that its code is still at. */
  readonly givenUp: number;
  /** Errors that nobody caught, or that came after an answer. */
  readonly strayErrors: number;
  /** ms, the longest for which it kept all else in this process from running. */
  readonly longestBlockMs: number;
  /** ms, of the tasks that it has answered; null before the first. */
  readonly fastestMs: number | null;
  readonly slowestMs: number | null;
  /** Instances that were made of its class; 1 of a function and of an object. */
  readonly instances: number;
  /** What each instance tells of itself by `getStats()` or `stats`; empty where none does. */
  readonly own: readonly unknown[];
}

/** Failures one after the other that make an agent unhealthy. */
const unhealthyAfter = 3;

/** What is counted of an agent of before. */
export class AgentRecord {
  running = 0;
  givenUp = 0;
  strayErrors = 0;
  longestBlockMs = 0;
  private processed = 0;
  private failures = 0;
  private timeouts = 0;
  private failuresInARow = 0;
  private totalMs = 0;
  private fastestMs: number | null = null;
  private slowestMs: number | null = null;

  answered(ms: number): void {
    this.processed++;
    this.failuresInARow = 0;
    this.totalMs += ms;
    this.fastestMs = Math.min(this.fastestMs ?? ms, ms);
    this.slowestMs = Math.max(this.slowestMs ?? ms, ms);
  }

  failed(wasOutOfTime: boolean): void {
    this.failures++;
    this.failuresInARow++;
    if (wasOutOfTime) this.timeouts++;
  }

  health(isOpen: boolean): AgentHealth {
    const { processed, running, givenUp, failuresInARow } = this;
    return {
      healthy: isOpen && failuresInARow < unhealthyAfter && givenUp === 0,
      tasksProcessed: processed,
      avgProcessingTime: processed === 0 ? 0 : tenth(this.totalMs / processed),
      failed: this.failures,
      running,
    };
  }

  stats(isOpen: boolean): Omit<AgentStats, 'instances' | 'own'> {
    const { timeouts, givenUp, strayErrors, longestBlockMs, fastestMs, slowestMs } = this;
    return {
      ...this.health(isOpen),
      timedOut: timeouts,
      givenUp,
      strayErrors,
      longestBlockMs: tenth(longestBlockMs),
      fastestMs: fastestMs === null ? null : tenth(fastestMs),
      slowestMs: slowestMs === null ? null : tenth(slowestMs),
    };
  }
}

function tenth(ms: number): number {
  return Math.round(ms * 10) / 10;
}

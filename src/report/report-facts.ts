import type { Metrics } from '../store/metrics-schema.ts';

/** Failures of one kind, as a report tells them. */
export interface FailureKind {
  readonly signature: string;
  readonly count: number;
  /** Run time of the last one, ms. */
  readonly lastT: number;
  /** Message of the last one. */
  readonly example: string;
  /** Ids of the first few of its tasks. */
  readonly tasks: readonly string[];
}

/** What a part of the run did and took: a role, a route, a tier. */
export interface PartFigures {
  readonly name: string;
  /** Tasks that ended well, and badly. */
  readonly done: number;
  readonly failed: number;
  /** Tries that ended. */
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of the calls whose price is known. */
  readonly costNanoUsd: number;
  /** Calls that ended well and whose price is unknown. */
  readonly unpriced: number;
  /** ms of its calls that ended well; null without one. */
  readonly averageCallMs: number | null;
}

/** How the run stands: `running` here and now, `over` at its end, else cut before that. */
export type RunStanding = 'running' | 'over' | 'cut';

/** Everything that a report tells of a run, its answers apart, which are read as they are written. */
export interface ReportFacts {
  readonly runId: string;
  readonly name: string;
  readonly preset: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Of swarmdeck. */
  readonly version: string;
  /** What the run worked on, as the operator knows it. */
  readonly work: string;
  /** Whether nobody is billed for any of it. */
  readonly simulated: boolean;
  readonly standing: RunStanding;
  /** How it ended, `DONE` for one; null while it has no end. */
  readonly phase: string | null;
  readonly reason: string | null;
  readonly exitCode: number | null;
  /** Of the whole plan; `queued` have no end yet. */
  readonly tasks: {
    readonly total: number;
    readonly done: number;
    readonly failed: number;
    readonly poison: number;
    readonly cancelled: number;
    readonly skipped: number;
    readonly queued: number;
  };
  readonly metrics: Metrics;
  /** The largest first. */
  readonly failures: readonly FailureKind[];
  readonly roles: readonly PartFigures[];
  readonly routes: readonly PartFigures[];
  /** Empty where no role has one. */
  readonly tiers: readonly PartFigures[];
  /** What outcome.json holds; undefined where there is none. */
  readonly outcome?: unknown;
}

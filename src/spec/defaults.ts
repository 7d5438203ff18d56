import type {
  AlertPolicy,
  BreakerPolicy,
  BudgetPolicy,
  LimitPolicy,
  RetryPolicy,
  TimeoutPolicy,
} from './resolved.ts';

/** What a run does where nobody says otherwise. The schemas show these as their defaults. */

export const defaultRetry: RetryPolicy = {
  retries: 5,
  strategy: 'exponential',
  factor: 2,
  jitter: 'decorrelated',
  baseMs: 500,
  maxMs: 30_000,
  perClass: {},
  share: 0.75,
  poisonAfter: 5,
};

export const defaultBreaker: BreakerPolicy = {
  failures: 3,
  share: 0.5,
  window: 20,
  recoverySeconds: 60,
};

export const defaultTimeouts: TimeoutPolicy = {
  connectSeconds: 30,
  firstTokenSeconds: 300,
  idleSeconds: 300,
  totalSeconds: null,
  taskSeconds: null,
};

export const noLimits: LimitPolicy = {
  requestsPerSecond: null,
  tokensPerSecond: null,
  requestsPerMinute: null,
  requestsPerHour: null,
  requestsPerDay: null,
  tokensPerMinute: null,
  tokensPerHour: null,
  tokensPerDay: null,
  burst: null,
};

export const noBudgets: BudgetPolicy = { usd: null, perAgentUsd: null, perDayUsd: null };

export const defaultAlerts: AlertPolicy = {
  budgetShare: 0.8,
  failureRate: 0.1,
  latencyFactor: 2,
  breakerOpenSeconds: 120,
  stallSeconds: 60,
  notify: null,
};

/**
 * Sent with every call as the longest answer where money is capped and nobody says how long an
 * answer may be: without one, what a call can cost has no useful bound.
 */
export const cappedOutputTokens = 4_096;

/** Sums of nano-dollars are exact up to nine million dollars. */
export const mostUsd = 9_000_000;

/** What holds for a tool that says nothing else. */
export const defaultTool = {
  timeoutSeconds: 30,
  concurrency: 8,
  maxResultBytes: 65_536,
  approval: 'always',
} as const;

/** Turns of a task where nobody says how many. */
export const defaultMaxTurns = 10;

export const defaultAgents = 10;
export const defaultBatch = 1;
/** Kept-alive connections of a route, unless fewer calls than this can be in flight. */
export const defaultPool = 200;
export const defaultHealthCheckSeconds = 30;
export const defaultGiveUpSeconds = 300;
/** The most agents that a run can have; state is columns of this many entries. */
export const mostAgents = 10_000;

/** Of what a program writes for one call. */
export const defaultMaxOutputBytes = 10_000_000;

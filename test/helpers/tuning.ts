import type {
  BreakerPolicy,
  LimitPolicy,
  RetryPolicy,
  TimeoutPolicy,
} from '../../src/spec/resolved.ts';

/** The tuning that the tests' and benches' own specs share; each overrides what it is about. */
export const noLimits: LimitPolicy = {
  requestsPerMinute: null,
  requestsPerHour: null,
  requestsPerDay: null,
  tokensPerMinute: null,
  tokensPerHour: null,
  tokensPerDay: null,
  burst: null,
};

export const usualRetry: RetryPolicy = {
  retries: 5,
  strategy: 'exponential',
  factor: 2,
  jitter: 'decorrelated',
  baseMs: 500,
  maxMs: 30_000,
};

export const usualBreaker: BreakerPolicy = {
  failures: 3,
  share: 0.5,
  window: 20,
  recoverySeconds: 60,
};

export const usualTimeouts: TimeoutPolicy = {
  connectSeconds: 30,
  firstTokenSeconds: 300,
  idleSeconds: 300,
  totalSeconds: null,
  taskSeconds: null,
};

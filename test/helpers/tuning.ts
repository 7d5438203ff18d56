/** The tuning that the tests' and benches' own specs share; each overrides what it is about. */
export {
  defaultAlerts as usualAlerts,
  defaultBreaker as usualBreaker,
  defaultRetry as usualRetry,
  defaultTimeouts as usualTimeouts,
  noLimits,
} from '../../src/spec/defaults.ts';

/** What a resolved role has where nobody says anything. */
export const usualRole = {
  tier: null,
  tiers: [[0]],
  balance: 'least-busy',
  budgetUsd: null,
  tags: [],
  tools: [],
  maxTurns: 10,
} as const;

import type { Breach } from './breach.ts';
import { breachesOfLimits } from './breaches-of-limits.ts';
import { breachesOfOrder } from './breaches-of-order.ts';
import { breachesOfWork } from './breaches-of-work.ts';
import type { InvariantName } from './invariants.ts';

/** For each invariant what it allows and what it must notice. */
export const breaches: Readonly<Record<InvariantName, Breach>> = {
  ...breachesOfOrder,
  ...breachesOfLimits,
  ...breachesOfWork,
};

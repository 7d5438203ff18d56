import type { FailureClass } from './event-parts.ts';

/** Failure classes as numbers that a typed array can hold; 0 stands for none. */
export const failureCodes: Readonly<Record<FailureClass, number>> = {
  'rate-limited': 1,
  overloaded: 2,
  timeout: 3,
  network: 4,
  server: 5,
  quota: 6,
  auth: 7,
  'not-found': 8,
  'invalid-request': 9,
  'content-filter': 10,
  truncated: 11,
  tool: 12,
  cancelled: 13,
  'invalid-output': 14,
  budget: 15,
};

/** Every failure class, in the order of its code: that of code 1 first. */
export const failureNames = Object.keys(failureCodes) as readonly FailureClass[];

import type { FailureClass } from '../state/events.ts';

/** Every class of failure, as a spec names them. */
export const failureClasses = [
  'rate-limited',
  'overloaded',
  'timeout',
  'network',
  'server',
  'quota',
  'auth',
  'not-found',
  'invalid-request',
  'content-filter',
  'truncated',
  'tool',
  'invalid-output',
  'budget',
  'cancelled',
] as const satisfies readonly FailureClass[];

/**
 * An answer that is of no use is asked for once more inside its task, and that is all; what cannot be paid
 * was never sent.
 */
type NeverRetried = 'invalid-output' | 'budget';

/** The classes whose tries a spec may bound: a failed call of these may be made again. */
export const retriedClasses = failureClasses.filter(
  (failureClass): failureClass is Exclude<typeof failureClass, NeverRetried> =>
    failureClass !== 'invalid-output' && failureClass !== 'budget',
);

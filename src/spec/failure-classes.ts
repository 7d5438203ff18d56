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
  'cancelled',
] as const satisfies readonly FailureClass[];

import type { TurnFailure } from '../providers/provider.ts';
import { errorSignature } from '../state/error-signature.ts';
import type { FailureClass } from '../state/events.ts';

/** The failures of one task that looked the same, one after the other. */
export interface SameFailures {
  readonly signature: string;
  readonly times: number;
  /** `performance.now()` ms of the first of them. */
  readonly since: number;
}

/** What is known of the route that a call failed on. */
export interface RouteHealth {
  /** Nothing closes the route, and a call that was sent after `at` has succeeded on it. */
  isWellSince(at: number): boolean;
}

/** Failures that speak of the key, the pace or the operator, and never of the task. */
const notOfTheTask: ReadonlySet<FailureClass> = new Set([
  'rate-limited',
  'quota',
  'auth',
  'not-found',
  'cancelled',
]);

/** From the second failure in the same way on, a task is looked at as the cause. */
const suspectAfter = 2;

export function saysOfTask(failureClass: FailureClass): boolean {
  return !notOfTheTask.has(failureClass);
}

/** Counts a further failure of a task. */
export function countSame(
  former: SameFailures | null,
  failure: TurnFailure,
  now: number,
): SameFailures {
  const signature = errorSignature(failure);
  if (former?.signature !== signature) return { signature, times: 1, since: now };
  return { signature, times: former.times + 1, since: former.since };
}

/** Others succeed where the task fails again as it failed before: the route is not the cause. */
export function isSuspect(same: SameFailures | null, route: RouteHealth): boolean {
  return same !== null && same.times >= suspectAfter && route.isWellSince(same.since);
}

/** So often that a further try is no use. An outage poisons nobody: in it nobody succeeds. */
export function isPoison(
  same: SameFailures | null,
  after: number | null,
  route: RouteHealth,
): same is SameFailures {
  return after !== null && same !== null && same.times >= after && route.isWellSince(same.since);
}

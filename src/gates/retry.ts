import type { IBackoff, IBackoffFactory } from 'cockatiel';
import type { TurnFailure } from '../providers/provider.ts';
import type { RetryPolicy } from '../spec/resolved.ts';
import type { FailureClass } from '../state/events.ts';
import { backoffOf } from './backoff.ts';
import {
  countSame,
  isPoison,
  isSuspect,
  type RouteHealth,
  type SameFailures,
  saysOfTask,
} from './poison.ts';
import { RetryBudget } from './retry-budget.ts';

/** Failures that may be gone at the next try. The others come back the same. */
const transient: ReadonlySet<FailureClass> = new Set([
  'rate-limited',
  'overloaded',
  'timeout',
  'network',
  'server',
  'truncated',
]);

/** No try mends them: the operator's own word, and what the model was told of and wrote again. */
const final: ReadonlySet<FailureClass> = new Set(['cancelled', 'invalid-output', 'budget']);

/** What a timer can wait, 24.8 days; given more it would not wait at all. */
const longestWaitMs = 2 ** 31 - 1;

/** What one task has behind it. */
export interface RetryProgress {
  retries: number;
  /** Tries after the first that the task itself may have; null leaves it to the policy. */
  readonly own: number | null;
  /** Of these, by class; null while no class has a cap of its own. */
  byClass: Partial<Record<FailureClass, number>> | null;
  backoff: IBackoff<unknown> | null;
  same: SameFailures | null;
}

/** @param own tries after the first that the task itself may have */
export function noRetries(own: number | null = null): RetryProgress {
  return { retries: 0, own, byClass: null, backoff: null, same: null };
}

/** How a failed attempt ends its task: `why` where it is not the failure alone. */
export type Ending =
  | { readonly kind: 'fail'; readonly why: string | null }
  | { readonly kind: 'poison'; readonly signature: string };

/** What comes of a failed attempt: the end, or a further try after so long. */
export type Verdict = Ending | { readonly kind: 'wait'; readonly ms: number };

export const atOnce: Verdict = { kind: 'wait', ms: 0 };
export const forGood: Ending = { kind: 'fail', why: null };

/** Decides whether a failed attempt is tried again, and after how long; every wait is the engine's. */
export class Retry {
  readonly budget: RetryBudget;
  private current: RetryPolicy;
  private factory: IBackoffFactory<unknown>;

  /** @param agents of the run */
  constructor(policy: RetryPolicy, agents: number) {
    this.current = policy;
    this.factory = backoffOf(policy);
    this.budget = new RetryBudget(agents);
  }

  get policy(): RetryPolicy {
    return this.current;
  }

  /** Holds for tasks from their next failure on; a back-off that has begun grows as it began. */
  set policy(policy: RetryPolicy) {
    this.current = policy;
    this.factory = backoffOf(policy);
  }

  /**
   * Takes note of a failure, before anything is made of it.
   *
   * @returns whether the task is suspect: it says nothing of its route any more
   */
  note(failure: TurnFailure, progress: RetryProgress, route: RouteHealth): boolean {
    if (failure.resend || !saysOfTask(failure.class)) return false;
    progress.same = countSame(progress.same, failure, performance.now());
    return isSuspect(progress.same, route);
  }

  /**
   * Follows the official SDKs: the server's `x-should-retry` wins, then the class of the failure;
   * a wait that the server names replaces the back-off, with up to a quarter more so that a swarm
   * does not come back all at once; one shorter than the first back-off does not shorten it.
   *
   * @param route the one that it failed on
   * @param isProbe sent to see whether the route is back: its failure is not the task's
   */
  decide(
    failure: TurnFailure,
    progress: RetryProgress,
    route: RouteHealth,
    isProbe = false,
  ): Verdict {
    const { current: policy } = this;
    if (failure.resend) return atOnce;
    const { same } = progress;
    if (saysOfTask(failure.class) && isPoison(same, policy.poisonAfter, route))
      return { kind: 'poison', signature: same.signature };
    if (!this.isWorthwhile(failure)) return forGood;
    // A wait of nought names none.
    const named = failure.retryAfterMs !== null && failure.retryAfterMs > 0;
    const limited = failure.class === 'rate-limited';
    // It waits at the route, which is not back: that uses up nothing.
    if (isProbe && !limited && transient.has(failure.class)) return atOnce;
    if (!this.mayRetry(failure.class, progress)) return forGood;
    // The pace that a server sets is its own business.
    if (!(limited && named) && !this.budget.draw(policy.share)) return this.usedUp();
    this.count(failure.class, progress);
    progress.backoff = (progress.backoff ?? this.factory).next(undefined);
    if (!named) return { kind: 'wait', ms: progress.backoff.duration };
    const spread = (failure.retryAfterMs ?? 0) * (1 + Math.random() / 4);
    // One so short says when there is room for one more call, and all of a swarm are told the same.
    const isShort = (failure.retryAfterMs ?? 0) < policy.baseMs;
    const ms = isShort ? Math.max(spread, progress.backoff.duration) : spread;
    return { kind: 'wait', ms: Math.min(longestWaitMs, ms) };
  }

  /** A class that would come back the same is tried again only where the operator gave it retries. */
  private isWorthwhile({ class: failureClass, shouldRetry }: TurnFailure): boolean {
    if (final.has(failureClass) || this.current.strategy === 'none') return false;
    const enabled = (this.current.perClass[failureClass] ?? 0) > 0;
    return shouldRetry ?? (enabled || transient.has(failureClass));
  }

  private mayRetry(failureClass: FailureClass, { retries, own, byClass }: RetryProgress): boolean {
    const { perClass } = this.current;
    const most = own ?? this.current.retries;
    const ofClass = perClass[failureClass];
    return retries < most && (ofClass === undefined || (byClass?.[failureClass] ?? 0) < ofClass);
  }

  private count(failureClass: FailureClass, progress: RetryProgress): void {
    progress.retries++;
    if (this.current.perClass[failureClass] === undefined) return;
    progress.byClass ??= {};
    progress.byClass[failureClass] = (progress.byClass[failureClass] ?? 0) + 1;
  }

  private usedUp(): Verdict {
    const percent = Math.round((this.current.share ?? 0) * 1000) / 10;
    const why = `the run's retry budget is used up (${percent} % of its calls were retries)`;
    return { kind: 'fail', why };
  }
}

import { BreakerGate } from '../gates/breaker-gate.ts';
import { defaultBreaker } from '../spec/defaults.ts';
import { plainPlace } from '../spec/place.ts';
import type { BreakerPolicy } from '../spec/resolved.ts';
import { breakerSchema } from '../spec/schema/breaker.ts';
import { validate } from '../spec/validate.ts';
import type { BreakerWord } from '../state/events.ts';
import { BreakerOpen } from './breaker-open.ts';
import { plainOutcome } from './plain-outcome.ts';

/** The policy of a breaker, as `breaker:` of a spec has it, and what counts. */
export interface BreakerOptions extends Partial<BreakerPolicy> {
  /**
   * Whether what was thrown says that the other side is not well; default: all but an `AbortError`,
   * which is the caller's own doing.
   */
  readonly counts?: (error: unknown) => boolean;
  /** Told of each change, once it has come about. */
  readonly onChange?: (change: BreakerNews) => void;
}

export interface BreakerNews {
  readonly state: BreakerWord;
  /** Times that it opened so far. */
  readonly trips: number;
}

export interface BreakerStats {
  readonly state: BreakerWord;
  readonly trips: number;
  /** Calls that were let through; `failed` of them counted, `running` have not ended. */
  readonly calls: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Calls that were not let through. */
  readonly rejected: number;
  /** Share of failures among the last `window` calls, or all so far, 0 to 1. */
  readonly failureShare: number;
  /** ms until a call may probe; null while closed, while one probes, and held open by hand. */
  readonly retryAfterMs: number | null;
}

/**
 * A circuit breaker for calls of your own: the one that each route of a run has. It opens when the
 * last `failures` (3) calls, and `share` (0.5) of the last `window` (20) or of all so far, failed;
 * after `recoverySeconds` (60) one call probes.
 *
 * @throws UsageError for a policy that is none
 */
export function createBreaker(options: BreakerOptions = {}): Breaker {
  return new Breaker(options);
}

export class Breaker {
  private readonly gate: BreakerGate;
  private readonly counts: (error: unknown) => boolean;
  private running = 0;
  private succeeded = 0;
  private failed = 0;
  private calls = 0;
  private rejected = 0;

  constructor({ counts = isFailure, onChange, ...policy }: BreakerOptions) {
    this.counts = counts;
    const valid = validate(breakerSchema, policy, plainPlace('createBreaker'));
    this.gate = new BreakerGate({ ...defaultBreaker, ...valid }, ({ to, trips }) =>
      onChange?.({ state: to, trips }),
    );
  }

  /**
   * Calls the function, or does not where the breaker is open.
   *
   * @throws BreakerOpen where it was not called; else whatever it throws
   */
  async call<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    const now = performance.now();
    const hold = this.gate.check(null, now);
    if (hold !== null) {
      this.rejected++;
      throw new BreakerOpen(hold.detail, this.retryAfterMs(now));
    }
    const settle = this.gate.enter();
    this.calls++;
    this.running++;
    try {
      const result = await work();
      this.succeeded++;
      settle(plainOutcome(null, now));
      return result;
    } catch (error) {
      const counted = this.counts(error);
      if (counted) this.failed++;
      // A probe that failed in a way that does not count was answered: it closes the breaker.
      const otherwise = isFailure(error) ? 'invalid-request' : 'cancelled';
      settle(plainOutcome(counted ? 'server' : otherwise, now));
      throw error;
    } finally {
      this.running--;
      // Its state changes some microtasks after the verdict: who has the answer finds it changed.
      await new Promise(setImmediate);
    }
  }

  /** The same function behind the breaker. */
  wrap<Args extends unknown[], Result>(
    work: (...args: Args) => Result | Promise<Result>,
  ): (...args: Args) => Promise<Result> {
    return (...args) => this.call(() => work(...args));
  }

  /** Holds it open until `reset`. */
  trip(): void {
    this.gate.trip();
  }

  /** Closes it, whoever opened it. */
  reset(): void {
    this.gate.reset();
  }

  stats(): BreakerStats {
    const { calls, running, succeeded, failed, rejected, gate } = this;
    return {
      ...{ state: gate.word, trips: gate.trips, calls, running, succeeded, failed, rejected },
      failureShare: gate.failureShare,
      retryAfterMs: this.retryAfterMs(performance.now()),
    };
  }

  private retryAfterMs(now: number): number | null {
    const until = this.gate.check(null, now)?.until ?? null;
    return until === null ? null : Math.max(0, Math.ceil(until - now));
  }
}

function isFailure(error: unknown): boolean {
  return (error as { readonly name?: unknown } | null)?.name !== 'AbortError';
}

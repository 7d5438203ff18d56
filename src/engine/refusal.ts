import type { BreakerChange } from '../gates/breaker-gate.ts';
import type { CallOutcome, Hold } from '../gates/gate.ts';
import type { FailureClass } from '../state/events.ts';

/** Answers that will be the same for every task: the key, the account or the model is wrong. */
export const refusing: ReadonlySet<FailureClass> = new Set(['auth', 'quota', 'not-found']);
const refusalsToGiveUp = 3;

/**
 * Gives a route up that has refused three times without a success between. From then on one call
 * asks it now and then, while others do the work: what was refused may be paid for or be there
 * again, and then the route is taken as before.
 */
export class Refusal {
  /** Why the route is given up; null while it is not. */
  reason: string | null = null;
  /** How often it was given up, failed questions counted like a breaker's. */
  times = 0;
  /** `performance.now()` ms from which it may be asked again. */
  private askAt = 0;
  private asking = false;
  private refusals = 0;
  private readonly recoveryMs: () => number;
  private readonly onChange: (change: Omit<BreakerChange, 'trips'>) => void;

  constructor(recoveryMs: () => number, onChange: (change: Omit<BreakerChange, 'trips'>) => void) {
    this.recoveryMs = recoveryMs;
    this.onChange = onChange;
  }

  check(now: number): Hold | null {
    if (this.reason === null) return null;
    if (this.asking) return this.hold('refused, one call asks again', null);
    return now >= this.askAt ? null : this.hold(`refused: ${this.reason}`, this.askAt);
  }

  /** A call is sent. */
  entered(): void {
    if (this.reason === null) return;
    this.asking = true;
    this.onChange({ to: 'half-open', probeAt: null, reason: '' });
  }

  /** @param asked the call was sent to see whether the route is back */
  learn({ failure }: CallOutcome, message: string, asked: boolean): void {
    if (this.reason === null) {
      if (failure === null) this.refusals = 0;
      else if (refusing.has(failure) && ++this.refusals >= refusalsToGiveUp) this.giveUp(message);
      return;
    }
    // Calls that were in flight when it was given up say nothing of what is sent now.
    if (!asked) return;
    this.asking = false;
    if (failure === null) this.reset();
    // A question that was cut is asked by the next call.
    else if (failure !== 'cancelled') this.giveUp(refusing.has(failure) ? message : this.reason);
  }

  /** Takes the route as before. */
  reset(): void {
    this.refusals = 0;
    this.asking = false;
    if (this.reason === null) return;
    this.reason = null;
    this.onChange({ to: 'closed', probeAt: null, reason: '' });
  }

  private giveUp(reason: string): void {
    this.reason = reason;
    this.times++;
    this.askAt = performance.now() + this.recoveryMs();
    this.onChange({ to: 'open', probeAt: this.askAt, reason: `refused: ${reason}` });
  }

  private hold(detail: string, until: number | null): Hold {
    return { gate: 'breaker', detail, until };
  }
}

import {
  CircuitState,
  circuitBreaker,
  DelegateBackoff,
  handleAll,
  type IDisposable,
} from 'cockatiel';
import type { BreakerPolicy } from '../spec/resolved.ts';
import type { BreakerWord, FailureClass } from '../state/events.ts';
import type { CallOutcome, Gate, Hold } from './gate.ts';
import { ShareBreaker } from './share-breaker.ts';

/** Failures that say something of the route's health. A refusal or a cancel is none. */
const counted: ReadonlySet<FailureClass> = new Set([
  'overloaded',
  'timeout',
  'network',
  'server',
  'truncated',
]);

export interface BreakerChange {
  readonly to: BreakerWord;
  readonly trips: number;
  /** `performance.now()` ms of the next probe; null while closed. */
  readonly probeAt: number | null;
  readonly reason: string;
}

class CountedFailure extends Error {}

/** Tells the policy how a call ended; null is well. */
type Verdict = (failure: CountedFailure | null) => void;

/**
 * A circuit breaker per route, its state kept by cockatiel. To wait on it is to be held, and uses
 * up no attempt. While half open one call probes. Calls that were in flight when it opened still
 * count: when they bring the failures among the last calls below the share, it closes again without
 * waiting for a probe.
 */
export class BreakerGate implements Gate {
  readonly name = 'breaker' as const;
  trips = 0;
  private current: BreakerPolicy;
  private readonly policy;
  private readonly breaker: ShareBreaker;
  private readonly onChange: (change: BreakerChange) => void;
  private probeAt = 0;
  /** The call that probes, from when it is sent until its verdict has changed the state. */
  private probe: object | null = null;
  /** Of a probe that was cut before it could be given. */
  private cutProbe: Verdict | null = null;
  private byHand: IDisposable | null = null;
  /** Isolated for a moment on the way to closed, the one way that cockatiel offers: nobody's news. */
  private closing = false;
  private lastFailure = '';

  constructor(policy: BreakerPolicy, onChange: (change: BreakerChange) => void) {
    this.current = policy;
    this.breaker = new ShareBreaker(policy);
    this.policy = circuitBreaker(handleAll, {
      // Asked for each time that it opens: it may have been changed.
      halfOpenAfter: new DelegateBackoff(() => this.recoveryMs),
      breaker: this.breaker,
    });
    this.onChange = onChange;
    this.policy.onStateChange((state) => this.changed(state));
  }

  get settings(): BreakerPolicy {
    return this.current;
  }

  set settings(settings: BreakerPolicy) {
    this.current = settings;
    this.breaker.limits = settings;
  }

  private get recoveryMs(): number {
    return this.current.recoverySeconds * 1000;
  }

  get word(): BreakerWord {
    return word(this.policy.state);
  }

  /** Share of failures among the last calls, 0 to 1. */
  get failureShare(): number {
    return this.breaker.failureShare;
  }

  check(_request: unknown, now: number): Hold | null {
    switch (this.policy.state) {
      case CircuitState.Closed:
        return null;
      case CircuitState.Open:
        // A margin of 1 ms: cockatiel reads another clock than ours and must agree.
        return now > this.probeAt + 1 ? null : this.hold('breaker open', this.probeAt + 2);
      case CircuitState.HalfOpen:
        return this.probe !== null ? this.hold('breaker half open, one probe runs', null) : null;
      case CircuitState.Isolated:
        return this.hold('breaker tripped by hand', null);
    }
  }

  enter(): (outcome: CallOutcome) => void {
    const probe = this.policy.state === CircuitState.Closed ? null : {};
    const verdict = (probe === null ? null : this.cutProbe) ?? this.begin();
    if (probe !== null) {
      this.probe = probe;
      this.cutProbe = null;
    }
    return ({ failure, suspect }) => {
      if (failure === null) verdict(null);
      // The task is the cause, not the route.
      else if (suspect && !probe) return;
      else if (counted.has(failure)) {
        this.lastFailure = failure;
        verdict(new CountedFailure(failure));
      } else if (probe !== null && failure !== 'cancelled') verdict(null);
      // A probe that was cut says nothing: the next call gives the verdict in its place. Unless it is
      // one of an earlier time: a call from before may have opened the breaker while it ran.
      else if (probe !== null && probe === this.probe) {
        this.probe = null;
        this.cutProbe = verdict;
      }
    };
  }

  /** Whether it is held open by hand. */
  get tripped(): boolean {
    return this.byHand !== null;
  }

  /** Holds the breaker open until `reset`. */
  trip(): void {
    this.byHand ??= this.policy.isolate();
  }

  /** Closes the breaker, whoever opened it. */
  reset(): void {
    this.closing = true;
    const held = this.byHand ?? this.policy.isolate();
    this.byHand = null;
    this.closing = false;
    held.dispose();
  }

  /** The policy holds the state; the call itself runs elsewhere, and its verdict is given here. */
  private begin(): Verdict {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // Where the policy does not take the call, nobody waits for its verdict.
    promise.catch(() => {});
    this.policy
      .execute(() => promise)
      .then(
        () => this.closeOnEvidence(),
        () => {},
      );
    return (failure) => (failure === null ? resolve() : reject(failure));
  }

  private closeOnEvidence(): void {
    if (this.policy.state === CircuitState.Open && this.breaker.failureShare < this.current.share)
      this.reset();
  }

  private hold(detail: string, until: number | null): Hold {
    return { gate: this.name, detail, until };
  }

  private changed(state: CircuitState): void {
    this.cutProbe = null;
    this.probe = null;
    if (this.closing) return;
    const open = state === CircuitState.Open || state === CircuitState.Isolated;
    if (open) this.trips++;
    this.probeAt = performance.now() + this.recoveryMs;
    this.onChange({
      to: word(state),
      trips: this.trips,
      probeAt: state === CircuitState.Open ? this.probeAt : null,
      reason: open ? (state === CircuitState.Isolated ? 'tripped by hand' : this.lastFailure) : '',
    });
  }
}

function word(state: CircuitState): BreakerWord {
  if (state === CircuitState.Closed) return 'closed';
  return state === CircuitState.HalfOpen ? 'half-open' : 'open';
}

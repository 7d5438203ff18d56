import type { CallOutcome } from '../gates/gate.ts';
import { noRetries, type RetryProgress } from '../gates/retry.ts';
import type {
  ActiveCall,
  Turn,
  TurnFailure,
  TurnListener,
  TurnResult,
} from '../providers/provider.ts';
import type { LinePlace } from './line.ts';

export interface PoolCallEnds {
  succeeded(call: PoolCall, result: TurnResult): void;
  attemptFailed(call: PoolCall, failure: TurnFailure): void;
  drop(call: PoolCall, error: unknown, cancelled: boolean): void;
}

/** One call that a program has asked of a pool, with its tries. Listens to the one under way. */
export class PoolCall implements LinePlace, TurnListener {
  readonly turn: Turn;
  /** Upper estimate of its tokens, in and out. */
  readonly tokens: number;
  priority: number;
  arrival = -1;
  slot = -1;
  readonly askedAt = performance.now();
  attempt = 0;
  readonly progress: RetryProgress = noRetries();
  /** The try shows whether the route is back: a failure is not the call's. */
  isProbe = false;
  active: ActiveCall | null = null;
  /** True from the start of a try to its end. */
  inFlight = false;
  /** Pending between two tries. */
  backoff: NodeJS.Timeout | null = null;
  ended = false;
  /** Tells the gates how the try ended. */
  settle: (outcome: CallOutcome) => void = () => {};
  /** Of its time limit, and of the caller's signal. */
  letGo: () => void = () => {};
  private attemptAt = 0;
  private firstTokenMs: number | null = null;
  private deltas = 0;
  private readonly ends: PoolCallEnds;
  private readonly onDelta: ((text: string, attempt: number) => void) | undefined;

  constructor(
    turn: Turn,
    tokens: number,
    priority: number,
    ends: PoolCallEnds,
    onDelta?: (text: string, attempt: number) => void,
  ) {
    this.turn = turn;
    this.tokens = tokens;
    this.priority = priority;
    this.ends = ends;
    this.onDelta = onDelta;
  }

  /** What the gates are told of it. */
  get request() {
    return { task: 0, role: 0, agent: 0, tokens: this.tokens, boundNanoUsd: null };
  }

  begin(settle: (outcome: CallOutcome) => void): void {
    this.attempt++;
    this.settle = settle;
    this.inFlight = true;
    this.attemptAt = performance.now();
    this.firstTokenMs = null;
    this.deltas = 0;
  }

  sent(): void {}

  delta(text: string): void {
    this.firstTokenMs ??= performance.now() - this.attemptAt;
    this.deltas++;
    if (this.ended || this.onDelta === undefined) return;
    try {
      this.onDelta(text, this.attempt);
    } catch (error) {
      // Not from within the reading of the answer: what reads is not at fault.
      queueMicrotask(() => this.ends.drop(this, error, false));
    }
  }

  done(result: TurnResult): void {
    this.active = null;
    this.inFlight = false;
    this.ends.succeeded(this, result);
  }

  failed(failure: TurnFailure): void {
    this.active = null;
    this.inFlight = false;
    this.ends.attemptFailed(this, failure);
  }

  outcome(
    end: Pick<CallOutcome, 'failure' | 'usage' | 'costNanoUsd' | 'uncertain' | 'hints'> &
      Partial<CallOutcome>,
  ): CallOutcome {
    return {
      suspect: false,
      startedAt: this.attemptAt,
      endedAt: performance.now(),
      firstTokenMs: this.firstTokenMs,
      outputTokens: end.usage?.outputTokens ?? this.deltas,
      retryAfterMs: null,
      ...end,
    };
  }
}

import { CallFailure } from '../agents/code-failures.ts';
import type { RouteRuntime } from '../engine/route-runtime.ts';
import { Retry } from '../gates/retry.ts';
import type { TurnFailure, TurnResult } from '../providers/provider.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import { Line } from './line.ts';
import type { PoolCall, PoolCallEnds } from './pool-call.ts';
import { PoolFigures } from './pool-figures.ts';

/** How a call that a program asked for ended. */
export type PoolCallEnd =
  | { readonly result: TurnResult; readonly costNanoUsd: number | null }
  | { readonly error: unknown; readonly cancelled: boolean };

/**
 * Sends the calls of a pool: each when the gates of its route admit it, again where the retry policy
 * says so, and none while it backs off. What a run does with its tasks, for calls that have none.
 */
export class PoolCalls implements PoolCallEnds {
  readonly line: Line<PoolCall>;
  readonly figures = new PoolFigures();
  backingOff = 0;
  private readonly runtime: RouteRuntime;
  private readonly retry: Retry;
  private readonly patienceMs: number;
  private readonly onEnd: (call: PoolCall, end: PoolCallEnd) => void;
  /** `performance.now()` ms since when the route has let nothing through; null while it does. */
  private blockedSince: number | null = null;
  private lastFailure: TurnFailure | null = null;
  private readonly underWay = new Set<PoolCall>();

  constructor(
    { retry, concurrency, giveUpSeconds }: ResolvedSpec,
    runtime: RouteRuntime,
    onEnd: (call: PoolCall, end: PoolCallEnd) => void,
  ) {
    this.runtime = runtime;
    this.retry = new Retry({ ...retry, poisonAfter: null }, concurrency.max);
    this.patienceMs = giveUpSeconds * 1000;
    this.onEnd = onEnd;
    this.line = new Line<PoolCall>({
      concurrency: concurrency.max,
      check: (call, now) => runtime.check(call.request, now),
      begin: (call, leave) => this.send(call, leave),
      onHeld: (hold, now) => {
        runtime.hold(hold, now);
        this.lookAtRoute(now);
      },
    });
  }

  add(call: PoolCall): void {
    this.underWay.add(call);
    this.line.add(call);
  }

  /** Nobody waits for it any more: it is not sent, or cut. @param error what its promise rejects with */
  drop(call: PoolCall, error: unknown, cancelled: boolean): void {
    if (call.ended) return;
    this.line.remove(call);
    this.end(call, { error, cancelled });
    // What comes of it is of no interest any more but to the gates.
    call.active?.abort('cancelled', 'nobody waits for it any more');
  }

  dropAll(error: unknown): void {
    for (const call of this.underWay) this.drop(call, error, true);
  }

  succeeded(call: PoolCall, result: TurnResult): void {
    const { usage, hints } = result;
    const costNanoUsd = this.runtime.costOf(result);
    const outcome = call.outcome({ failure: null, usage, costNanoUsd, uncertain: false, hints });
    call.settle(outcome);
    this.runtime.learn(outcome, '', call.isProbe);
    this.blockedSince = null;
    this.figures.add(outcome);
    if (!call.ended) this.end(call, { result, costNanoUsd });
    this.line.schedule();
  }

  attemptFailed(call: PoolCall, failure: TurnFailure): void {
    const { uncertain, hints, retryAfterMs, message } = failure;
    const { runtime } = this;
    const outcome = call.outcome({
      failure: failure.class,
      usage: null,
      costNanoUsd: null,
      ...{ uncertain, hints, retryAfterMs },
    });
    call.settle(outcome);
    runtime.learn(outcome, message, call.isProbe);
    if (failure.class !== 'cancelled') this.lastFailure = failure;
    if (!call.ended) this.afterFailure(call, failure);
    this.line.schedule();
  }

  private send(call: PoolCall, leave: () => void): void {
    const { runtime, retry, figures } = this;
    const now = performance.now();
    call.isProbe = runtime.blocked;
    const settle = runtime.enter(call.request, now);
    call.begin((outcome) => {
      settle(outcome);
      leave();
    });
    retry.budget.called();
    figures.requests++;
    const active = runtime.route.provider.call(call.turn, call);
    // A closed pool refuses at once, and then there is no call left to hold.
    if (call.inFlight) call.active = active;
  }

  private afterFailure(call: PoolCall, failure: TurnFailure): void {
    const verdict = this.retry.decide(failure, call.progress, this.runtime, call.isProbe);
    if (verdict.kind !== 'wait') {
      const why = verdict.kind === 'fail' && verdict.why !== null ? `; ${verdict.why}` : '';
      return this.fail(call, { ...failure, message: `${failure.message}${why}` });
    }
    this.figures.retries++;
    this.backingOff++;
    call.backoff = setTimeout(() => {
      call.backoff = null;
      this.backingOff--;
      this.line.add(call);
    }, verdict.ms);
  }

  /**
   * As a run gives up: nothing is waited for where the route refuses, or has its breaker open before
   * a first success; after one it is given `giveUpSeconds` to come back.
   */
  private lookAtRoute(now: number): void {
    const { runtime, lastFailure, patienceMs } = this;
    if (!runtime.blocked || this.line.active > 0 || lastFailure === null) {
      if (!runtime.blocked) this.blockedSince = null;
      return;
    }
    this.blockedSince ??= now;
    const final = runtime.refusal !== null || runtime.succeeded === 0;
    if (!final && now - this.blockedSince < patienceMs) return;
    const words = runtime.refusal !== null ? 'the route refuses' : 'the route cannot be reached';
    const failure = { ...lastFailure, message: `${words}: ${lastFailure.message}` };
    for (const call of this.line.waiting()) {
      this.line.remove(call);
      this.fail(call, failure);
    }
  }

  private fail(call: PoolCall, failure: TurnFailure): void {
    this.end(call, { error: new CallFailure(failure), cancelled: false });
  }

  private end(call: PoolCall, end: PoolCallEnd): void {
    call.ended = true;
    call.letGo();
    this.underWay.delete(call);
    if (call.backoff !== null) {
      clearTimeout(call.backoff);
      call.backoff = null;
      this.backingOff--;
    }
    if ('result' in end) this.figures.succeeded++;
    else if (end.cancelled) this.figures.cancelled++;
    else this.figures.failed++;
    this.onEnd(call, end);
  }
}

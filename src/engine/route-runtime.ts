import { AdaptiveGate } from '../gates/adaptive-gate.ts';
import type { AdaptiveRange, LimitChange } from '../gates/adaptive-limit.ts';
import { type BreakerChange, BreakerGate } from '../gates/breaker-gate.ts';
import {
  type CallOutcome,
  type CallRequest,
  checkAll,
  enterAll,
  type Gate,
  type Hold,
} from '../gates/gate.ts';
import type { KeyUsage } from '../gates/key-usage.ts';
import type { RouteHealth } from '../gates/poison.ts';
import { PoolGate } from '../gates/pool-gate.ts';
import { RateGate } from '../gates/rate-gate.ts';
import type { Provider, TurnResult } from '../providers/provider.ts';
import type { LimitPolicy } from '../spec/resolved.ts';
import type { Usage } from '../state/events.ts';
import type { EngineConfig } from './engine-config.ts';
import type { EventLog } from './event-log.ts';
import { Refusal } from './refusal.ts';
import { RouteModel } from './route-model.ts';

export interface EngineRoute {
  readonly provider: Provider;
  readonly model: string;
  readonly maxConnections: number | null;
  readonly limits: LimitPolicy;
  /** Address, model and account, hashed: what limits an hour and a day are counted by. */
  readonly usageKey: string;
  /** What a call of this usage costs by its price; null where that is unknown. */
  cost(usage: Usage): number | null;
  /** The most that a call of so many tokens can cost, nano-dollars; null where the price is unknown. */
  bound(inputTokens: number, outputTokens: number): number | null;
  /** The longest answer of the model where no call sets a limit. */
  readonly mostOutputTokens: number;
}

const quietMs = 1_000;

/** A route at work: its gates, and what is known of its willingness. */
export class RouteRuntime implements RouteHealth {
  readonly breaker: BreakerGate;
  readonly rate: RateGate;
  readonly route: EngineRoute;
  readonly adaptive: AdaptiveGate;
  succeeded = 0;
  /** What the last failed call said. */
  lastFailure = '';
  private readonly index: number;
  readonly sockets: PoolGate;
  readonly model: RouteModel;
  private readonly gates: Gate[];
  private readonly log: EventLog;
  private readonly refused: Refusal;
  /** Times that the route was closed in earlier sessions of the run. */
  private readonly tripsBefore: number;
  private readonly onChange: () => void;
  /** Calls in flight. */
  private active = 0;
  /** `performance.now()` ms at which a call began or ended last. */
  private usedAt = performance.now();
  /** `performance.now()` ms at which the latest of the calls that succeeded was sent. */
  private lastGoodAt = Number.NEGATIVE_INFINITY;
  /** What a call waited for last, and until when that is to last; 0 is no longer than now. */
  private held: { gate: Hold['gate']; detail: string; at: number; until: number } | null = null;

  constructor(
    index: number,
    route: EngineRoute,
    policy: Pick<EngineConfig, 'breaker' | 'state' | 'adaptive'>,
    usage: KeyUsage,
    log: EventLog,
    /** There may be something to send. */
    onChange: () => void,
  ) {
    this.index = index;
    this.route = route;
    this.log = log;
    this.onChange = onChange;
    this.tripsBefore = policy.state.routes[index]?.trips ?? 0;
    this.breaker = new BreakerGate(policy.breaker, (change) => {
      // While the route is given up that is its state, whatever late answers say.
      if (this.refusal === null) this.say(change);
    });
    this.refused = new Refusal(
      () => this.breaker.settings.recoverySeconds * 1000,
      // Nor does it matter what becomes of a refusal while the operator keeps the route closed.
      (change) => this.breaker.tripped || this.say(change),
    );
    this.adaptive = new AdaptiveGate(policy.adaptive, (change) => this.adapted(change));
    this.sockets = new PoolGate(route.maxConnections);
    this.rate = new RateGate(route.limits, usage, performance.now());
    this.model = new RouteModel(index, route, log, onChange);
    this.gates = [this.breaker, this.model, this.adaptive, this.sockets, this.rate];
  }

  /** Why the route is given up, having refused three times running; null while it is not. */
  get refusal(): string | null {
    return this.refused.reason;
  }

  /** Calls in flight, relative to what the route can take. */
  get load(): number {
    return this.active / (this.adaptive.limit?.limit ?? this.sockets.maxConnections ?? 1);
  }

  /** For how long no call has been under way, ms. */
  idleMs(now: number): number {
    return this.active > 0 ? 0 : now - this.usedAt;
  }

  isWellSince(at: number): boolean {
    return !this.blocked && this.lastGoodAt > at;
  }

  /** Records where the adaptive limit stands as a session begins. */
  recordLimit(): void {
    const adaptive = this.adaptive.limit;
    if (adaptive === null) return;
    const { limit, ceiling } = adaptive;
    this.adapted({ from: limit, to: limit, ceiling, reason: 'where it begins' });
  }

  /** Whether nothing can be sent here now, for a reason that waiting on a limit does not mend. */
  get blocked(): boolean {
    return this.refusal !== null || this.breaker.word !== 'closed';
  }

  /** Calls in flight adapt to the server inside a range; null is no limit of the route's own. */
  setAdaptive(range: AdaptiveRange | null): void {
    const wasOn = this.adaptive.limit !== null;
    this.adaptive.range = range;
    if (range !== null && !wasOn) this.recordLimit();
    if (range === null && wasOn) this.log.emit({ type: 'limit.fixed', route: this.index });
  }

  check(request: CallRequest, now: number): Hold | null {
    return this.refused.check(now) ?? checkAll(this.gates, request, now);
  }

  enter(request: CallRequest, now: number): (outcome: CallOutcome) => void {
    if (this.held !== null) this.held.until = 0;
    this.active++;
    this.usedAt = now;
    this.refused.entered();
    const leave = enterAll(this.gates, request, now);
    return (outcome) => {
      this.active--;
      this.usedAt = outcome.endedAt;
      leave(outcome);
    };
  }

  /** Records that a call waits here; an event only when what holds it changes. */
  hold(hold: Hold, now: number): void {
    if (hold.gate === 'model') this.model.wanted();
    const same = this.held?.gate === hold.gate && this.held.detail === hold.detail;
    if (!same) {
      if (this.held !== null && this.held.gate !== hold.gate) this.release(this.held.gate);
      const untilT = hold.until === null ? null : this.log.t(hold.until);
      this.log.emit({
        type: 'gate.held',
        route: this.index,
        gate: hold.gate,
        detail: hold.detail,
        untilT,
      });
    }
    this.held = { gate: hold.gate, detail: hold.detail, at: now, until: hold.until ?? 0 };
  }

  /**
   * Says that nothing waits here any more, once that has been so for a second. Who waits for an hour
   * to pass is not asked again before it has.
   */
  releaseHold(now: number): void {
    if (this.rate.refresh(now)) this.onChange();
    if (this.held === null || now < this.held.until || now - this.held.at < quietMs) return;
    this.release(this.held.gate);
    this.held = null;
  }

  private adapted(change: LimitChange): void {
    this.log.emit({ type: 'limit.adapted', route: this.index, ...change });
  }

  private release(gate: Hold['gate']): void {
    this.log.emit({ type: 'gate.released', route: this.index, gate });
  }

  /**
   * Learns from how a call ended whether the route refuses everything.
   *
   * @param isProbe sent to see whether the route is back
   */
  learn(outcome: CallOutcome, message: string, isProbe: boolean): void {
    if (outcome.failure === null) {
      this.succeeded++;
      this.lastGoodAt = Math.max(this.lastGoodAt, outcome.startedAt);
    } else this.lastFailure = message;
    this.refused.learn(outcome, message, isProbe);
  }

  /** What a call cost: what the service says, else by the price of its usage; null where unknown. */
  costOf({ costNanoUsd, usage }: TurnResult): number | null {
    return costNanoUsd ?? (usage === null ? null : this.route.cost(usage));
  }

  /** Holds the breaker open until `reset`. */
  trip(): void {
    if (this.breaker.tripped) return;
    this.breaker.trip();
    // Given up before, perhaps with a call that asks whether it is back: closed by hand comes first.
    if (this.refusal !== null) this.say({ to: 'open', probeAt: null, reason: 'tripped by hand' });
  }

  /** Takes the route as before, whatever closed it. */
  reset(): void {
    this.refused.reset();
    if (this.breaker.word !== 'closed') this.breaker.reset();
  }

  private say({ to, probeAt, reason }: Omit<BreakerChange, 'trips'>): void {
    this.log.emit({
      type: 'breaker.changed',
      route: this.index,
      to,
      trips: this.tripsBefore + this.breaker.trips + this.refused.times,
      probeT: probeAt === null ? null : this.log.t(probeAt),
      reason,
    });
    this.onChange();
  }
}

import type { LimitHints } from '../providers/provider.ts';
import type { LimitPolicy } from '../spec/resolved.ts';
import { UsageError } from '../spec/usage-error.ts';
import type { CallOutcome, CallRequest, Gate, Hold } from './gate.ts';
import type { KeyUsage } from './key-usage.ts';
import { Pace } from './pace.ts';
import { RecentUse } from './recent-use.ts';
import { type LearnedLimits, ServerWord } from './server-word.ts';
import type { RateUnit, SlidingWindow } from './sliding-window.ts';
import { requestsThatCount, tokensThatCount } from './what-counts.ts';

/** How much of a limit is used and free, for those who show it. */
export interface RateLevel {
  /** `tokens/min 90,000`: the words of a hold by it. */
  readonly detail: string;
  readonly limit: number;
  readonly unit: RateUnit;
  readonly per: 's' | 'min' | 'hour' | 'day';
  /** Units used in the second, minute, hour or day up to now; of a route that had no limit, since it was set. */
  readonly used: number;
  /** Units that could be used at once; below 0 where it is passed already, or in debt. */
  readonly left: number;
  /** The server named it, not the operator. */
  readonly learned: boolean;
}

interface WindowLimit {
  readonly unit: RateUnit;
  readonly span: 'hour' | 'day';
  readonly limit: number;
  readonly detail: string;
}

const paceFields = [
  { field: 'requestsPerSecond', unit: 'requests', per: 's' },
  { field: 'requestsPerMinute', unit: 'requests', per: 'min' },
  { field: 'tokensPerSecond', unit: 'tokens', per: 's' },
  { field: 'tokensPerMinute', unit: 'tokens', per: 'min' },
] as const;

const windowFields = [
  { field: 'requestsPerHour', unit: 'requests', span: 'hour' },
  { field: 'requestsPerDay', unit: 'requests', span: 'day' },
  { field: 'tokensPerHour', unit: 'tokens', span: 'hour' },
  { field: 'tokensPerDay', unit: 'tokens', span: 'day' },
] as const;

/**
 * The rate limits of one route: requests and tokens a second and a minute, smoothed, and in any hour
 * and day, all at once, and what its server says of its own. O(1) per call.
 */
export class RateGate implements Gate {
  readonly name = 'rate' as const;
  private policy: LimitPolicy;
  private readonly usage: KeyUsage;
  private readonly server = new ServerWord();
  /** By index as in `paceFields`. */
  private readonly byField: (Pace | null)[] = paceFields.map(() => null);
  /** Those of them that are set. */
  private paces: Pace[] = [];
  private windows: WindowLimit[] = [];
  /** Null while no limit a second or a minute was ever set. */
  private recent: RecentUse | null = null;

  /** @throws UsageError where a limit counts across runs and its book cannot be used */
  constructor(policy: LimitPolicy, usage: KeyUsage, now: number) {
    this.policy = policy;
    this.usage = usage;
    this.setWindows(now);
    this.setPaces(now, true);
  }

  get limits(): LimitPolicy {
    return this.policy;
  }

  /**
   * The limits from now on. What was used stays used; a limit that was not there before begins with
   * an empty bucket, so that setting one to and fro gives nothing away. Where the book of other runs
   * cannot be used, an hour's or a day's counts this run alone, and the book says why.
   */
  set limits(policy: LimitPolicy) {
    const now = performance.now();
    this.policy = policy;
    try {
      this.setWindows(now);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
    this.setPaces(now, false);
  }

  /** Limits a minute that the server has named. */
  get learned(): LearnedLimits {
    return this.server.learned;
  }

  check({ tokens }: CallRequest, now: number): Hold | null {
    let until = now;
    let detail = '';
    const { hold } = this.server;
    if (hold.until > until) ({ until, detail } = hold);
    for (const pace of this.paces) {
      const readyAt = pace.readyAt(tokens, now);
      if (readyAt <= until) continue;
      until = readyAt;
      detail = pace.detail;
    }
    if (this.windows.length > 0) {
      this.usage.refresh(now);
      const time = this.usage.clock(now);
      for (const window of this.windows) {
        const units = window.unit === 'requests' ? 1 : tokens;
        const readyAt = this.windowOf(window).readyAt(window.unit, units, window.limit, time);
        if (readyAt - time <= until - now) continue;
        until = readyAt - time + now;
        detail = window.detail;
      }
    }
    return until > now ? { gate: this.name, detail, until } : null;
  }

  enter({ tokens }: CallRequest, now: number): (outcome: CallOutcome) => void {
    for (const pace of this.paces) pace.take(tokens, now);
    this.recent?.enter(tokens, now);
    const at = this.usage.enter(tokens, now);
    return (outcome) => this.settle(outcome, tokens, now, at);
  }

  /** Once a second. @returns whether a hold may be over sooner than it said */
  refresh(now: number): boolean {
    return this.windows.length > 0 && this.usage.refresh(now);
  }

  /** How each limit that is set stands. */
  levels(now: number): RateLevel[] {
    const time = this.usage.clock(now);
    return [
      ...this.paces.map((pace): RateLevel => {
        const { detail } = pace;
        const { unit, per, limit, learned } = pace.size;
        const used = this.recent?.used(unit, per, now) ?? 0;
        return { detail, unit, per, limit, used, left: pace.left(now), learned };
      }),
      ...this.windows.map((window): RateLevel => {
        const { detail, unit, span: per, limit } = window;
        const used = this.windowOf(window).used(unit, time);
        return { detail, unit, per, limit, used, left: limit - used, learned: false };
      }),
    ];
  }

  private settle(outcome: CallOutcome, tokens: number, enteredAt: number, at: number): void {
    const now = outcome.endedAt;
    const unused = tokens - tokensThatCount(outcome, tokens);
    // The pace of requests stays: a host that refuses connections is not asked any faster.
    const unsent = 1 - requestsThatCount(outcome);
    if (unused !== 0) {
      for (const pace of this.paces) pace.giveBack(unused, enteredAt, now);
      this.recent?.correct(enteredAt, 0 - unused);
    }
    if (unused !== 0 || unsent !== 0) this.usage.correct(at, 0 - unsent, 0 - unused);
    if (outcome.hints !== null) this.listen(outcome.hints, now);
    if (outcome.failure === 'rate-limited' && outcome.retryAfterMs !== null)
      this.server.askedToWait(outcome.retryAfterMs, now);
  }

  private listen(hints: LimitHints, now: number): void {
    if (this.server.listen(hints, now)) this.setPaces(now, false);
    for (const { unit, perMinute, remaining } of hints)
      if (perMinute !== null && remaining !== null)
        this.byField[unit === 'requests' ? 1 : 3]?.atMost(remaining, now);
  }

  private windowOf({ span }: WindowLimit): SlidingWindow {
    return this.usage[span];
  }

  private setWindows(now: number): void {
    const windows: WindowLimit[] = [];
    for (const { field, unit, span } of windowFields) {
      const limit = this.policy[field];
      if (limit === null) continue;
      windows.push({ unit, span, limit, detail: `${unit}/${span} ${limit.toLocaleString('en')}` });
    }
    this.windows = windows;
    if (windows.length > 0) this.usage.keep(now);
  }

  private setPaces(now: number, begins: boolean): void {
    for (const [index, { field, unit, per }] of paceFields.entries()) {
      const set = this.policy[field];
      const named = per === 'min' ? this.learned[field] : null;
      const learned = named !== null && (set === null || named < set);
      const limit = learned ? named : set;
      const size = { unit, per, limit: limit ?? 0, burst: this.policy.burst, learned };
      const there = this.byField[index];
      if (limit === null) this.byField[index] = null;
      else if (there !== null) there.resize(size, now);
      else {
        const pace = new Pace(size, now, begins ? Number.NEGATIVE_INFINITY : now);
        if (!begins) pace.atMost(0, now);
        this.byField[index] = pace;
      }
    }
    this.paces = this.byField.filter((pace) => pace !== null);
    if (this.paces.length > 0) this.recent ??= new RecentUse();
  }
}

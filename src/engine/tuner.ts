import type { ConcurrencyGate } from '../gates/concurrency-gate.ts';
import type { Retry } from '../gates/retry.ts';
import { batchNumbers } from '../plan/batch-numbers.ts';
import type { BudgetCaps, TuningChange } from '../state/events.ts';
import type { Attempts } from './attempts.ts';
import type { Asker, ConcurrencyWish, TuningWish } from './commands/command.ts';
import { concurrencyWords } from './commands/command-words.ts';
import { type ConcurrencySet, concurrencyAfter } from './commands/concurrency-after.ts';
import { agentsWished, type TuningNow } from './commands/tuning-now.ts';
import type { EngineConfig } from './engine-config.ts';
import type { EventLog } from './event-log.ts';
import type { RouteRuntime } from './route-runtime.ts';
import type { WorkQueue } from './work-queue.ts';

export interface TunerParts {
  readonly config: EngineConfig;
  readonly log: EventLog;
  readonly work: WorkQueue;
  readonly attempts: Attempts;
  readonly routes: readonly RouteRuntime[];
  readonly concurrency: ConcurrencyGate;
  readonly retry: Retry;
  setBudget(caps: BudgetCaps): void;
}

type Value = TuningChange['to'];

/** The part of a run's tuning that can change while it lives, and who changed it to what. */
export class Tuner {
  private readonly parts: TunerParts;
  private set: ConcurrencySet;
  private batch: number;
  private changes: TuningChange[] = [];

  constructor(parts: TunerParts) {
    this.parts = parts;
    const { config } = parts;
    this.set = config.adaptive ?? config.info.concurrency;
    this.batch = config.batch;
  }

  /** What is set at this moment. */
  now(): TuningNow {
    const { config, retry, routes } = this.parts;
    const { info } = config;
    const { agents, budget } = config.state;
    const usd = (nanoUsd: number | null) => (nanoUsd === null ? null : nanoUsd / 1e9);
    const [first] = routes;
    return {
      // Before its first event a run has as many as its spec says.
      agents: Object.fromEntries(
        info.roles.map((of, role) => [of.name, agents.roleSize(role) ?? of.agents]),
      ),
      concurrency: this.set,
      batch: this.batch,
      retry: retry.policy,
      breaker: first.breaker.settings,
      timeouts: first.route.provider.timeouts,
      budget: {
        usd: usd(budget.runNanoUsd),
        perAgentUsd: usd(budget.agentNanoUsd),
        perDayUsd: usd(budget.dayNanoUsd),
      },
      routes: routes.map(({ route, sockets, rate }, index) => ({
        name: info.routes[index].name,
        pool: route.provider.pool,
        maxConnections: sockets.maxConnections,
        limits: rate.limits,
      })),
    };
  }

  /** Makes it so. @returns what is otherwise now, in the order of a spec */
  apply(wish: TuningWish, asker: Asker): TuningChange[] {
    this.changes = [];
    if (wish.agents !== undefined || wish.shares !== undefined) this.setAgents(wish, asker);
    if (wish.concurrency !== undefined) this.setConcurrency(wish.concurrency, asker);
    this.setConnections(wish);
    if (wish.batch !== undefined) this.setBatch(wish.batch);
    this.setLimits(wish);
    this.setPolicies(wish);
    if (wish.budget !== undefined) this.setBudget(wish.budget, asker);
    return this.changes;
  }

  /** `agents: auto`: calls in flight that were as many as agents stay so. */
  followLatency(agents: number, why: string): void {
    const { log, concurrency, config } = this.parts;
    const asMany = concurrency.concurrency === config.state.agents.liveCount();
    const by = 'auto';
    const changes = this.apply({ agents, ...(asMany && { concurrency: agents }) }, { by, why });
    log.emit({ type: 'tuning.changed', changes, preset: null, notLive: [], by, reason: why });
  }

  private setAgents(wish: TuningWish, asker: Asker): void {
    const { log, work, config } = this.parts;
    const { agents, info } = config.state;
    const sizes = info.roles.map((_, role) => agents.roleSize(role));
    const names = info.roles.map(({ name }) => name);
    const now = Object.fromEntries(names.map((name, role) => [name, sizes[role]]));
    const wished = agentsWished(now, wish);
    names.forEach((name, role) => {
      const from = sizes[role];
      const to = wished[name] ?? from;
      if (to === from) return;
      this.note(`agents.${names[role]}`, from, to);
      const reason = asker.why ?? null;
      log.emit({ type: 'agents.changed', role, from, to, by: asker.by, reason });
      const live = agents.ofRole(role).filter((agent) => agents.retired[agent] === 0);
      work.setAgents(role, live);
    });
  }

  private setConcurrency(wished: ConcurrencyWish, asker: Asker): void {
    const { log, concurrency, routes } = this.parts;
    const from = concurrency.concurrency;
    const former = concurrencyWords(this.set);
    this.set = concurrencyAfter(this.set, wished);
    const to = typeof this.set === 'object' ? this.set.max : this.set;
    const reason = asker.why ?? `set by ${asker.by}`;
    if (former !== concurrencyWords(this.set))
      this.note('concurrency', former, concurrencyWords(this.set));
    concurrency.concurrency = to;
    for (const route of routes) route.setAdaptive(typeof this.set === 'object' ? this.set : null);
    log.emit({ type: 'concurrency.changed', from, to, by: asker.by, reason });
  }

  private setConnections({ pool, maxConnections }: TuningWish): void {
    for (const { route, sockets } of this.parts.routes) {
      if (pool !== undefined) {
        this.note('pool', route.provider.pool, pool);
        route.provider.pool = pool;
      }
      if (maxConnections !== undefined) {
        this.note('maxConnections', sockets.maxConnections, maxConnections);
        sockets.maxConnections = maxConnections;
      }
    }
  }

  private setBatch(batch: number): void {
    const { work, config } = this.parts;
    this.note('batch', this.batch, batch);
    this.batch = batch;
    const { role, graph } = config.plan;
    // What depends on each other has no batches to cut.
    if (graph !== undefined) return;
    const { tasks, agents } = config.state;
    const sizes = config.info.roles.map((_, index) => Math.max(1, agents.roleSize(index)));
    work.rebatch(batchNumbers(role, tasks.priority.subarray(0, role.length), sizes, batch));
  }

  private setLimits({ limits, route: name }: TuningWish): void {
    if (limits === undefined) return;
    const { routes, config } = this.parts;
    routes.forEach((route, index) => {
      const own = config.info.routes[index].name;
      if (name !== undefined && name !== own) return;
      const place = name === undefined ? 'limits' : `${own}: limits`;
      route.rate.limits = this.merged(place, route.rate.limits, limits);
    });
  }

  private setPolicies(wish: TuningWish): void {
    const { routes, retry, attempts, config } = this.parts;
    if (wish.retry !== undefined) retry.policy = this.merged('retry', retry.policy, wish.retry);
    for (const { breaker } of routes)
      if (wish.breaker !== undefined)
        breaker.settings = this.merged('breaker', breaker.settings, wish.breaker);
    if (wish.timeouts === undefined) return;
    for (const { provider } of config.routes)
      provider.timeouts = this.merged('timeouts', provider.timeouts, wish.timeouts);
    const { taskSeconds } = wish.timeouts;
    if (taskSeconds !== undefined) attempts.taskSeconds = taskSeconds;
  }

  private setBudget(wish: NonNullable<TuningWish['budget']>, asker: Asker): void {
    const { log, config, setBudget } = this.parts;
    const former = config.state.budget;
    const cap = (field: string, from: number | null, usd: number | null | undefined) => {
      if (usd === undefined) return from;
      const to = usd === null ? null : Math.floor(usd * 1e9);
      this.note(`budget.${field}`, from === null ? null : from / 1e9, usd);
      return to;
    };
    const budget: BudgetCaps = {
      ...former,
      runNanoUsd: cap('usd', former.runNanoUsd, wish.usd),
      agentNanoUsd: cap('perAgentUsd', former.agentNanoUsd, wish.perAgentUsd),
      dayNanoUsd: cap('perDayUsd', former.dayNanoUsd, wish.perDayUsd),
    };
    log.emit({ type: 'budget.changed', budget, by: asker.by });
    setBudget(budget);
  }

  /** The policy with the wished fields in it. */
  private merged<T extends object>(place: string, policy: T, wish: Partial<T>): T {
    for (const [field, to] of Object.entries(wish)) {
      const from = policy[field as keyof T];
      if (typeof to === 'object' && to !== null) {
        if (JSON.stringify(to) !== JSON.stringify(from))
          this.note(`${place}.${field}`, JSON.stringify(from), JSON.stringify(to));
      } else this.note(`${place}.${field}`, from as Value, to as Value);
    }
    return { ...policy, ...wish };
  }

  /** What every route has alike is said once. */
  private note(field: string, from: Value, to: Value): void {
    if (from === to || this.changes.some((change) => change.field === field)) return;
    this.changes.push({ field, from, to });
  }
}

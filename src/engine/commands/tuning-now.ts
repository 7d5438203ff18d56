import { splitAgents } from '../../spec/resolve/split-agents.ts';
import type {
  BreakerPolicy,
  LimitPolicy,
  RetryPolicy,
  TimeoutPolicy,
} from '../../spec/resolved.ts';
import type { TuningChange } from '../../state/events.ts';
import type { TuningWish } from './command.ts';
import { concurrencyWords } from './command-words.ts';
import { type ConcurrencySet, concurrencyAfter } from './concurrency-after.ts';

/** The tuning of a run as it is at this moment: all that a `TuningWish` can change. */
export interface TuningNow {
  /** Agents that take tasks, by role. */
  readonly agents: Readonly<Record<string, number>>;
  readonly concurrency: ConcurrencySet;
  readonly batch: number;
  readonly retry: RetryPolicy;
  readonly breaker: BreakerPolicy;
  readonly timeouts: TimeoutPolicy;
  /** US dollars; null is no cap. */
  readonly budget: {
    readonly usd: number | null;
    readonly perAgentUsd: number | null;
    readonly perDayUsd: number | null;
  };
  readonly routes: readonly {
    readonly name: string;
    readonly pool: number;
    readonly maxConnections: number | null;
    readonly limits: LimitPolicy;
  }[];
}

type Value = TuningChange['to'];

/** What the wish would change, in the order of a spec; the same as the engine says once it has. */
export function tuningChanges(now: TuningNow, wish: TuningWish): TuningChange[] {
  const changes: TuningChange[] = [];
  // What every route has alike is said once.
  const note = (field: string, from: Value, to: Value | undefined) => {
    if (to === undefined || from === to || changes.some((change) => change.field === field)) return;
    changes.push({ field, from, to });
  };
  const noteEach = (place: string, from: object, to: object | undefined) => {
    for (const [field, value] of Object.entries(to ?? {}))
      note(`${place}.${field}`, plain(from[field as keyof typeof from]), plain(value));
  };
  for (const [role, wished] of Object.entries(agentsWished(now.agents, wish)))
    note(`agents.${role}`, now.agents[role] ?? null, wished);
  if (wish.concurrency !== undefined) {
    const wished = concurrencyAfter(now.concurrency, wish.concurrency);
    note('concurrency', concurrencyWords(now.concurrency), concurrencyWords(wished));
  }
  for (const { pool, maxConnections } of now.routes) {
    note('pool', pool, wish.pool);
    note('maxConnections', maxConnections, wish.maxConnections);
  }
  note('batch', now.batch, wish.batch);
  for (const { name, limits } of now.routes)
    if (wish.route === undefined) noteEach('limits', limits, wish.limits);
    else if (wish.route === name) noteEach(`${name}: limits`, limits, wish.limits);
  noteEach('retry', now.retry, wish.retry);
  noteEach('breaker', now.breaker, wish.breaker);
  noteEach('timeouts', now.timeouts, wish.timeouts);
  noteEach('budget', now.budget, wish.budget);
  return changes;
}

/**
 * How many agents each role is to have; roles that keep theirs may be left out.
 *
 * @param agents of each role now
 */
export function agentsWished(
  agents: TuningNow['agents'],
  { agents: wished, shares }: Pick<TuningWish, 'agents' | 'shares'>,
): Readonly<Record<string, number>> {
  const byName = typeof wished === 'number' ? parted(wished, agents) : (wished ?? {});
  if (shares === undefined) return byName;
  const then = { ...agents, ...byName };
  const together = Object.keys(shares).reduce((sum, role) => sum + (then[role] ?? 0), 0);
  return { ...byName, ...parted(together, shares) };
}

function parted(agents: number, shares: Readonly<Record<string, number>>): Record<string, number> {
  const parts = splitAgents(agents, Object.values(shares));
  return Object.fromEntries(Object.keys(shares).map((role, index) => [role, parts[index]]));
}

/** A mapping, such as retries by class, is told as a whole. */
function plain(value: unknown): Value {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as Value);
}

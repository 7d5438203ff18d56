import { plainPlace } from './place.ts';
import { flagsLayer, type SpecFlags } from './resolve/flags-layer.ts';
import { type Layer, Layers } from './resolve/layers.ts';
import {
  alertPolicy,
  breakerPolicy,
  budgetPolicy,
  cachePolicy,
  limitPolicy,
  retryPolicy,
  timeoutPolicy,
} from './resolve/policies.ts';
import { sizeRun } from './resolve/size-run.ts';
import type { LimitPolicy, ResolvedRoute, ResolvedSpec } from './resolved.ts';
import type { Spec } from './schema/spec.ts';
import { UsageError } from './usage-error.ts';

/** How the rest of a run is done. What it is (tasks, roles, agents, routes) stands in its plan. */
const changeable = [
  'concurrency',
  'pool',
  'maxConnections',
  'http2',
  'limits',
  'retry',
  'breaker',
  'timeouts',
  'budget',
  'alerts',
  'cache',
  'healthCheckSeconds',
  'giveUpSeconds',
  'onHangup',
  'logLevel',
] as const satisfies readonly (keyof Spec)[];

/**
 * The spec of a run that is gone on with, as flags of `resume` change it.
 *
 * @throws UsageError for a value that does not fit, and for a field that the run began with
 */
export async function changeSpec(
  spec: ResolvedSpec,
  flags: Pick<SpecFlags, 'concurrency' | 'budget' | 'set'>,
): Promise<ResolvedSpec> {
  const changes = await flagsLayer(flags, undefined);
  for (const field of Object.keys(changes.value)) {
    if ((changeable as readonly string[]).includes(field)) continue;
    if (field === 'roles' && onlyBudgets(changes.value.roles ?? {}, spec)) continue;
    throw new UsageError(
      `${changes.place([field])}: is fixed since the run began; a resume can change ${changeable.join(', ')} and the budget of a role`,
    );
  }
  const layers = new Layers([changes, layerOf(spec)]);
  const { value } = changes;
  return {
    ...spec,
    concurrency: sizeRun(layers, null, 1).concurrency,
    routes: spec.routes.map((route) => changeRoute(route, spec, changes)),
    limits: limitPolicy(layers),
    retry: retryPolicy(layers),
    breaker: breakerPolicy(layers),
    timeouts: timeoutPolicy(layers),
    budget: budgetPolicy(layers),
    roles: spec.roles.map((role) => {
      const usd = value.roles?.[role.name]?.budget?.usd;
      return usd === undefined ? role : { ...role, budgetUsd: usd };
    }),
    alerts: alertPolicy(layers),
    cache: cachePolicy(layers),
    healthCheckSeconds: value.healthCheckSeconds ?? spec.healthCheckSeconds,
    giveUpSeconds: value.giveUpSeconds ?? spec.giveUpSeconds,
    onHangup: value.onHangup ?? spec.onHangup,
    logLevel: value.logLevel ?? spec.logLevel,
  };
}

/** Whether nothing is said of any role but what it may cost. */
function onlyBudgets(roles: NonNullable<Spec['roles']>, { roles: there }: ResolvedSpec): boolean {
  return Object.entries(roles).every(
    ([name, role]) =>
      there.some((known) => known.name === name) &&
      Object.keys(role).every((field) => field === 'budget'),
  );
}

/** What the run began with, as the layer below the changes. */
function layerOf(spec: ResolvedSpec, route?: ResolvedRoute): Layer {
  const { agents, limits, retry, breaker, timeouts, budget, alerts } = spec;
  const cache = spec.cache && {
    use: spec.cache.use,
    ...(spec.cache.maxAgeDays === null ? {} : { maxAgeDays: spec.cache.maxAgeDays }),
  };
  const { min, max, auto } = spec.concurrency;
  const connections = route && { pool: route.pool, maxConnections: route.maxConnections };
  const concurrency = auto ? { min, max } : max;
  const tuning = { limits, retry, breaker, timeouts, budget, alerts, cache };
  const value = { agents, concurrency, ...tuning, ...connections };
  return { source: 'spec', value, place: plainPlace('the run') };
}

function changeRoute(route: ResolvedRoute, spec: ResolvedSpec, changes: Layer): ResolvedRoute {
  const { pool, maxConnections } = sizeRun(new Layers([changes, layerOf(spec, route)]), null, 1);
  const http2 = changes.value.http2 ?? route.http2;
  return { ...route, pool, maxConnections, http2, limits: changeLimits(route, spec, changes) };
}

/** A limit that a role set for its own routes stays; one that is the run's follows it. */
function changeLimits(
  { limits }: ResolvedRoute,
  { limits: ofRun }: ResolvedSpec,
  { value }: Layer,
): LimitPolicy {
  const changed: { -readonly [Field in keyof LimitPolicy]: number | null } = { ...limits };
  for (const [name, limit] of Object.entries(value.limits ?? {})) {
    const field = name as keyof LimitPolicy;
    if (limit !== undefined && limits[field] === ofRun[field]) changed[field] = limit;
  }
  return changed;
}

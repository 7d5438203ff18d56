import type { Price } from '../cost/price.ts';
import type { EngineRoute } from '../engine/route-runtime.ts';
import { createProvider } from '../providers/create-provider.ts';
import { proxyFor } from '../providers/proxy-for.ts';
import type { ResolvedRole, ResolvedRoute, ResolvedSpec } from '../spec/resolved.ts';
import { UsageError } from '../spec/usage-error.ts';
import type { RoleInfo, RouteInfo } from '../state/events.ts';
import { usageKey } from '../store/usage-key.ts';
import { moneyOf } from './session-money.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface EmbeddedSimulator {
  readonly url: string | null;
  stop(): Promise<void>;
}

export const noSimulator: EmbeddedSimulator = { url: null, stop: async () => {} };

/** The embedded simulator, if a route has no other address. */
export async function simulatorFor(spec: ResolvedSpec): Promise<EmbeddedSimulator> {
  if (spec.routes.every((route) => route.baseUrl !== null)) return noSimulator;
  const { startSimulatorThread } = await import('../simulator/start-simulator-thread.ts');
  return startSimulatorThread({ seed: spec.seed });
}

function baseUrlOf(route: ResolvedRoute, simulatorUrl: string | null): string {
  return route.baseUrl ?? `${simulatorUrl}/v1`;
}

export function roleInfo({ name, agents, routes, tier }: ResolvedRole): RoleInfo {
  return { name, agents, routes, ...(tier === null ? {} : { tier }) };
}

export function routeInfo(route: ResolvedRoute, simulatorUrl: string | null): RouteInfo {
  const { name, provider, model, pool, maxConnections } = route;
  return { name, provider, model, baseUrl: baseUrlOf(route, simulatorUrl), pool, maxConnections };
}

/** The routes of a session, opened: nothing is sent yet. */
export function engineRoutes(
  spec: ResolvedSpec,
  environment: Environment,
  simulatorUrl: string | null,
  prices: readonly (Price | null)[],
): EngineRoute[] {
  return spec.routes.map((route, index) => {
    const key = keyOf(route, environment);
    const baseUrl = baseUrlOf(route, simulatorUrl);
    return {
      provider: createProvider(route, spec.timeouts, {
        baseUrl,
        key,
        proxy: route.exec === undefined ? proxyFor(baseUrl, environment) : null,
        environment,
      }),
      model: route.model,
      maxConnections: route.maxConnections,
      limits: route.limits,
      usageKey: usageKey(route.baseUrl, route.model, key),
      ...moneyOf(route, prices[index]),
    };
  });
}

/** A run can be resumed where its key is not: better said now than by every task. */
function keyOf(route: ResolvedRoute, environment: Environment): string | null {
  if (route.key === null) return null;
  const variable = route.key.replace(/^env:/, '');
  const key = environment[variable];
  if (key) return key;
  throw new UsageError(
    `${route.name}: the environment variable ${variable} is not set; set it, or put it in .env`,
  );
}

import { KeyUsages } from '../gates/key-usages.ts';
import type { EngineConfig } from './engine-config.ts';
import type { EventLog } from './event-log.ts';
import { RouteRuntime } from './route-runtime.ts';

/** The routes of a run, by their index. @param onChange one of them may admit a call now */
export function routesOf(
  config: EngineConfig,
  log: EventLog,
  onChange: () => void,
): RouteRuntime[] {
  const usages = new KeyUsages(config.usage);
  return config.routes.map(
    (route, index) =>
      new RouteRuntime(index, route, config, usages.of(route.usageKey), log, onChange),
  );
}

/** Closes every socket of these routes; resolves with their number when the last is closed. */
export async function closeAll(routes: readonly RouteRuntime[]): Promise<number> {
  for (const { model } of routes) model.tell();
  const closed = await Promise.all(routes.map(({ route }) => route.provider.close()));
  return closed.reduce((sum, count) => sum + count, 0);
}

/** Programs that run for calls, those included whose call was cut and that are about to end. */
export function processesOf(routes: readonly RouteRuntime[]): number {
  return routes.reduce((sum, { route }) => sum + (route.provider.traffic().processes ?? 0), 0);
}

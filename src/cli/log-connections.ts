import type { EngineRoute } from '../engine/route-runtime.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import type { RunLog } from '../store/run-log.ts';

/** Writes into the log of a run which connections its routes open and close. */
export function logConnections(
  routes: readonly EngineRoute[],
  spec: ResolvedSpec,
  log: RunLog,
): void {
  for (const [index, { provider }] of routes.entries()) {
    const route = spec.routes[index].name;
    provider.onConnection = (change, open) =>
      log.write('debug', `connection of ${route} ${change}, ${open} open`, { route, open });
  }
}

import type { EventLog } from './event-log.ts';
import type { RouteRuntime } from './route-runtime.ts';

/**
 * Asks the servers of routes that make no calls, now and then, whether they are there: a fallback
 * that is needed only when all else fails, a route whose breaker is open. It is told and decides
 * nothing: what opens and closes a breaker are calls.
 */
export class HealthWatch {
  private readonly everyMs: number;
  private readonly routes: readonly RouteRuntime[];
  private readonly log: EventLog;
  /** `performance.now()` ms at which each route was asked last. */
  private readonly askedAt: number[];
  private readonly asking = new Set<number>();

  constructor(seconds: number, routes: readonly RouteRuntime[], log: EventLog) {
    this.everyMs = seconds * 1000;
    this.routes = routes;
    this.log = log;
    this.askedAt = routes.map(() => Number.NEGATIVE_INFINITY);
  }

  /** To be called now and then while the run works. */
  look(now: number): void {
    for (const [index, route] of this.routes.entries()) {
      const quietMs = Math.min(route.idleMs(now), now - this.askedAt[index]);
      if (quietMs >= this.everyMs && !this.asking.has(index)) void this.ask(index, now);
    }
  }

  private async ask(route: number, now: number): Promise<void> {
    this.asking.add(route);
    this.askedAt[route] = now;
    const report = await this.routes[route].route.provider.check();
    this.asking.delete(route);
    if (report === null) return;
    const durationMs = Math.round((performance.now() - now) * 10) / 10;
    this.log.emit({ type: 'route.checked', route, ...report, durationMs });
  }
}

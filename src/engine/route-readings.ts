import type { RateLevel } from '../gates/rate-gate.ts';
import type { RouteTraffic } from '../providers/provider.ts';
import type { LimitLevel, RouteReading } from '../state/events.ts';
import type { RouteRuntime } from './route-runtime.ts';

/** The figures of all routes as a sample tells them. */
export interface Readings extends RouteTraffic {
  readonly routes?: readonly RouteReading[];
}

/** Reads the routes once a second; one that stands as it was told last is not told again. */
export class RouteReadings {
  private readonly routes: readonly RouteRuntime[];
  private readonly told: string[];

  constructor(routes: readonly RouteRuntime[]) {
    this.routes = routes;
    this.told = routes.map(() => '');
  }

  take(now: number): Readings {
    let [openSockets, bytesIn, bytesOut] = [0, 0, 0];
    const changed: RouteReading[] = [];
    for (const [index, { route, rate }] of this.routes.entries()) {
      const traffic = route.provider.traffic();
      openSockets += traffic.openSockets;
      bytesIn += traffic.bytesIn;
      bytesOut += traffic.bytesOut;
      const reading: RouteReading = {
        route: index,
        pool: route.provider.pool,
        openSockets: traffic.openSockets,
        levels: rate.levels(now).map(levelOf),
      };
      const words = JSON.stringify(reading);
      if (words === this.told[index]) continue;
      this.told[index] = words;
      changed.push(reading);
    }
    return { openSockets, bytesIn, bytesOut, ...(changed.length > 0 && { routes: changed }) };
  }
}

function levelOf({ unit, per, limit, used, learned }: RateLevel): LimitLevel {
  return { unit, per, limit, used: Math.round(used), learned };
}

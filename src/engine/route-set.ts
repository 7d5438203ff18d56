import type { RouteTraffic } from '../providers/provider.ts';
import type { RouteRuntime } from './route-runtime.ts';

/** Closes every socket of these routes; resolves with their number when the last is closed. */
export async function closeAll(routes: readonly RouteRuntime[]): Promise<number> {
  for (const { model } of routes) model.tell();
  const closed = await Promise.all(routes.map(({ route }) => route.provider.close()));
  return closed.reduce((sum, count) => sum + count, 0);
}

/** The sockets and bytes of these routes together. */
export function trafficOf(routes: readonly RouteRuntime[]): RouteTraffic {
  let [openSockets, bytesIn, bytesOut] = [0, 0, 0];
  for (const { route } of routes) {
    const traffic = route.provider.traffic();
    openSockets += traffic.openSockets;
    bytesIn += traffic.bytesIn;
    bytesOut += traffic.bytesOut;
  }
  return { openSockets, bytesIn, bytesOut };
}

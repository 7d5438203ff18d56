import type { BreakerWord, GateName, RouteInfo } from './events.ts';

/** What a run knows of one route; changed by the fold alone. */
export interface RouteState {
  readonly info: RouteInfo;
  breaker: BreakerWord;
  trips: number;
  /** Run time, ms, of the next probe; null while closed. */
  probeT: number | null;
  inFlight: number;
  calls: number;
  succeeded: number;
  failed: number;
  heldBy: GateName | null;
  heldDetail: string;
  heldUntilT: number | null;
  /** Calls in flight that the adaptive limit allows; null where it is fixed. */
  adaptiveLimit: number | null;
  /** Of its model, while that is fetched; null where it is not, or its size is not known. */
  pullPercent: number | null;
  /** Calls in flight at which the server last refused. */
  adaptiveCeiling: number | null;
}

export function newRouteState(info: RouteInfo): RouteState {
  return {
    info,
    breaker: 'closed',
    trips: 0,
    probeT: null,
    inFlight: 0,
    calls: 0,
    succeeded: 0,
    failed: 0,
    heldBy: null,
    heldDetail: '',
    heldUntilT: null,
    adaptiveLimit: null,
    adaptiveCeiling: null,
    pullPercent: null,
  };
}

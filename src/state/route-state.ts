import type { BreakerWord, GateName, LimitLevel, RouteInfo, RouteReading } from './events.ts';
import type { ModelLoading, ModelPulling } from './model-events.ts';
import { newSpend, type Spend } from './totals.ts';

/** What the server of a route said when it was asked whether it is there. */
export interface RouteCheck {
  /** Run time, ms. */
  readonly t: number;
  readonly ok: boolean;
  readonly detail: string;
}

/** How far the model of a route is on its way to being ready. */
export interface ModelPreparing {
  readonly doing: 'loading' | 'pulling';
  /** Whole percent of its bytes; null while it is loaded, or their number is not known. */
  readonly percent: number | null;
  readonly totalBytes: number | null;
  /** What the server does, in its own words; empty where it says nothing. */
  readonly detail: string;
}

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
  /** Calls whose request was written, and those of them that found a connection open. */
  sent: number;
  warm: number;
  /** Run time, ms, at which a call succeeded last; null before the first. */
  succeededT: number | null;
  /** The last time that it was asked without a call; null before the first. */
  check: RouteCheck | null;
  heldBy: GateName | null;
  heldDetail: string;
  heldUntilT: number | null;
  /** Calls in flight that the adaptive limit allows; null where it is fixed. */
  adaptiveLimit: number | null;
  /** While its model is loaded or fetched; null otherwise. */
  preparing: ModelPreparing | null;
  /** Calls in flight at which the server last refused. */
  adaptiveCeiling: number | null;
  /** Connections that are kept open. */
  pool: number;
  openSockets: number;
  /** Its rate limits, as of the last sample. */
  levels: readonly LimitLevel[];
  readonly spend: Spend;
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
    sent: 0,
    warm: 0,
    succeededT: null,
    check: null,
    heldBy: null,
    heldDetail: '',
    heldUntilT: null,
    adaptiveLimit: null,
    adaptiveCeiling: null,
    pool: info.pool,
    openSockets: 0,
    levels: [],
    spend: newSpend(),
    preparing: null,
  };
}

/** A session begins: nothing is under way, and its limits and breakers are told anew. */
export function beginSession(route: RouteState): void {
  route.inFlight = 0;
  route.heldBy = null;
  route.breaker = 'closed';
  route.probeT = null;
  // A session may have a fixed limit where the one before adapted; one that adapts says where it begins.
  route.adaptiveLimit = null;
  route.adaptiveCeiling = null;
  route.openSockets = 0;
  route.levels = [];
  route.preparing = null;
}

export function preparingOf(event: ModelLoading | ModelPulling): ModelPreparing {
  if (event.type === 'model.loading')
    return { doing: 'loading', percent: null, totalBytes: null, detail: '' };
  const { percent, totalBytes, detail } = event;
  return { doing: 'pulling', percent, totalBytes, detail };
}

export function readRoute(route: RouteState, reading: RouteReading): void {
  route.pool = reading.pool;
  route.openSockets = reading.openSockets;
  route.levels = reading.levels;
}

/** What all routes together may have in flight by their adaptive limits; null where none adapts. */
export function adaptiveLimitOf(routes: readonly RouteState[]): number | null {
  const adaptive = routes.filter(({ adaptiveLimit }) => adaptiveLimit !== null);
  if (adaptive.length === 0) return null;
  // A fallback that nothing was ever sent to adds nothing.
  const used = adaptive.filter(({ calls }) => calls > 0);
  const counted = used.length > 0 ? used : adaptive.slice(0, 1);
  return counted.reduce((sum, { adaptiveLimit }) => sum + (adaptiveLimit ?? 0), 0);
}

/** The words and records that events are made of. */

/** The run's own state, the one word in capitals of the header. */
export type RunPhase =
  | 'READY'
  | 'STARTING'
  | 'RUNNING'
  | 'PAUSING'
  | 'PAUSED'
  | 'DRAINING'
  | 'STOPPING'
  | 'STOPPED'
  | 'DONE'
  | 'FAILED';

/** Why an attempt failed; decides whether it is tried again. */
export type FailureClass =
  | 'rate-limited'
  | 'overloaded'
  | 'timeout'
  | 'network'
  | 'server'
  | 'quota'
  | 'auth'
  | 'not-found'
  | 'invalid-request'
  | 'content-filter'
  | 'truncated'
  | 'tool'
  | 'invalid-output'
  /** The budget of its workflow, or its own, cannot pay it. */
  | 'budget'
  | 'cancelled';

/** A gate that a model call must pass before it is sent. */
export type GateName =
  | 'concurrency'
  | 'adaptive'
  | 'breaker'
  | 'rate'
  | 'budget'
  | 'pool'
  | 'model';

export type BreakerWord = 'closed' | 'open' | 'half-open';

/** Tokens of one call in disjoint buckets; `estimated` where the provider reported none. */
export interface Usage {
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly outputTokens: number;
  readonly estimated: boolean;
}

export interface RoleInfo {
  readonly name: string;
  /** Agents of this role; agents are numbered role by role, in the order of the roles. */
  readonly agents: number;
  /** Routes in the order of preference, as indexes into `RunStarted.routes`. */
  readonly routes: readonly number[];
  /** What its model was chosen by; left out where that was named. */
  readonly tier?: string;
}

export interface RouteInfo {
  /** `provider/model`, made unique where two routes share it. */
  readonly name: string;
  readonly provider: string;
  readonly model: string;
  readonly baseUrl: string;
  readonly pool: number;
  readonly maxConnections: number | null;
}

/** Money that may be spent, in nano-dollars; null is no cap. */
export interface BudgetCaps {
  readonly runNanoUsd: number | null;
  /** For each agent alone. */
  readonly agentNanoUsd: number | null;
  /** In a day (UTC), per key and across runs. */
  readonly dayNanoUsd: number | null;
  /** By role. */
  readonly roleNanoUsd: readonly (number | null)[];
}

/** A rate limit of a route, and how much of it is used. */
export interface LimitLevel {
  readonly unit: 'requests' | 'tokens';
  readonly per: 's' | 'min' | 'hour' | 'day';
  readonly limit: number;
  /** Units used in the second, minute, hour or day up to the sample. */
  readonly used: number;
  /** The server named it, not the operator. */
  readonly learned: boolean;
}

/** How a route's connections and limits stand. */
export interface RouteReading {
  readonly route: number;
  /** Connections that are kept open. */
  readonly pool: number;
  readonly openSockets: number;
  readonly levels: readonly LimitLevel[];
}

/** What kept the next task from being sent: a gate, or the lack of something else. */
export type BindingName =
  | GateName
  | 'tool'
  | 'agents'
  | 'retry'
  | 'reader'
  | 'needs'
  | 'you'
  | 'cpu'
  | 'work';

/** A constraint and the share of the time since the last sample in which it bound, 0 to 1. */
export interface Bound {
  readonly by: BindingName;
  /** The route whose gate it is; -1 where it is the run's. */
  readonly route: number;
  readonly detail: string;
  readonly share: number;
}

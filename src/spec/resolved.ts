/**
 * A spec with every value in its place: what plan, engine and store work from. Built by
 * `resolveSpec` out of flags, spec, environment, preset and defaults. Holds no secrets: a key is
 * named by where it is found.
 */

export interface RetryPolicy {
  /** Tries after the first. */
  readonly retries: number;
  readonly strategy: 'exponential' | 'linear' | 'fixed' | 'none';
  readonly factor: number;
  readonly jitter: 'decorrelated' | 'full' | 'none';
  readonly baseMs: number;
  readonly maxMs: number;
}

export interface BreakerPolicy {
  /** Consecutive failures, and with them `share` of the last `window` calls, that open it. */
  readonly failures: number;
  readonly share: number;
  readonly window: number;
  readonly recoverySeconds: number;
}

/** Null is: no limit. */
export interface TimeoutPolicy {
  readonly connectSeconds: number | null;
  readonly firstTokenSeconds: number | null;
  readonly idleSeconds: number | null;
  readonly totalSeconds: number | null;
  readonly taskSeconds: number | null;
}

export interface LimitPolicy {
  readonly requestsPerMinute: number | null;
  readonly requestsPerHour: number | null;
  readonly requestsPerDay: number | null;
  readonly tokensPerMinute: number | null;
  readonly tokensPerHour: number | null;
  readonly tokensPerDay: number | null;
  readonly burst: number | null;
}

export interface ResolvedRoute {
  /** `provider/model`, unique in the run. */
  readonly name: string;
  readonly provider: string;
  readonly model: string;
  /** Null for the embedded simulator, whose address is known once it runs. */
  readonly baseUrl: string | null;
  /** Where the key is found, `env:NAME`; null where the route needs none. */
  readonly key: string | null;
  readonly pool: number;
  readonly maxConnections: number | null;
  readonly http2: boolean;
}

export interface ResolvedRole {
  readonly name: string;
  readonly agents: number;
  /** Indexes into `ResolvedSpec.routes`, first choice first. */
  readonly routes: readonly number[];
  readonly instructions: string | null;
  readonly priority: number;
  readonly maxOutputTokens: number | null;
}

/** One prompt of a `prompts` workload, its file read and its `{{vars}}` filled in. */
export interface PromptItem {
  readonly id?: string;
  readonly prompt: string;
  readonly system?: string;
  /** Name of a role; without it the tasks are spread by share. */
  readonly role?: string;
  readonly priority?: string | number;
}

export interface PromptsWorkload {
  readonly kind: 'prompts';
  readonly items: readonly PromptItem[];
  /** Every item this many times. */
  readonly repeat: number;
  /** What the operator sees: the file's name, `3 prompts`, `demonstration`. */
  readonly source: string;
}

export interface ResolvedSpec {
  readonly name: string;
  readonly preset: string;
  readonly seed: number;
  readonly agents: number;
  /** Calls in flight, at most. A range adapts inside it. */
  readonly concurrency: { readonly min: number; readonly max: number; readonly auto: boolean };
  readonly batch: number;
  readonly roles: readonly ResolvedRole[];
  readonly routes: readonly ResolvedRoute[];
  readonly workload: PromptsWorkload;
  readonly limits: LimitPolicy;
  readonly retry: RetryPolicy;
  readonly breaker: BreakerPolicy;
  readonly timeouts: TimeoutPolicy;
  readonly budget: { readonly usd: number | null; readonly perAgentUsd: number | null };
  readonly healthCheckSeconds: number;
  readonly giveUpSeconds: number;
  /** Directory of the run, or null for `./swarm-runs/<run-id>`. */
  readonly out: string | null;
  readonly insecure: boolean;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

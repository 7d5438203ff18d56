import type { FailureClass } from '../state/events.ts';
import type { ExecProfileName } from './exec-profiles.ts';
import type { JsonLines } from './json-lines.ts';
import type { ModelTier } from './model-tiers.ts';
import type { ResolvedMcpServer, ResolvedTool } from './resolved-tools.ts';
import type { Dedupe, ReducePolicy, Workload } from './work/workload.ts';

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
  /** Retries of a task by the class of its failure, at most; what is not named has `retries` alone. */
  readonly perClass: Readonly<Partial<Record<FailureClass, number>>>;
  /** Retries, at most, as a share of all calls of the run, 0 to 1; null is no such budget. */
  readonly share: number | null;
  /** Failures in the same way, one after the other, that make a task poison; null never does. */
  readonly poisonAfter: number | null;
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
  readonly requestsPerSecond: number | null;
  readonly tokensPerSecond: number | null;
  readonly requestsPerMinute: number | null;
  readonly requestsPerHour: number | null;
  readonly requestsPerDay: number | null;
  readonly tokensPerMinute: number | null;
  readonly tokensPerHour: number | null;
  readonly tokensPerDay: number | null;
  readonly burst: number | null;
}

/** Caps in US dollars; null is none. Those of the roles stand with them. */
export interface BudgetPolicy {
  /** Of the run. */
  readonly usd: number | null;
  /** Of each agent. */
  readonly perAgentUsd: number | null;
  /** Of a day (UTC) with the same key, over all runs that set it. */
  readonly perDayUsd: number | null;
  /** Of each workflow, in place of its own; left out where that holds. */
  readonly perWorkflowUsd?: number | null;
}

/** How an Ollama is treated. */
export interface OllamaPolicy {
  /** How long a model stays in memory after its last call, as Ollama writes it; null is its own. */
  readonly keepAlive: string | number | null;
  /** What chats are sent to; a run that was begun before there was a choice has none, and is a chat's. */
  readonly api?: 'chat' | 'generate';
  /** A model that it does not have is fetched. */
  readonly pull: boolean;
}

export interface ResolvedRoute {
  /** `provider/model`, unique in the run. */
  readonly name: string;
  readonly provider: string;
  readonly model: string;
  /** Null for the embedded simulator, whose address is known once it runs; `exec:…` of a program. */
  readonly baseUrl: string | null;
  /** Where the key is found, `env:NAME`; null where the route needs none. */
  readonly key: string | null;
  readonly pool: number;
  readonly maxConnections: number | null;
  readonly http2: boolean;
  /** Bodies of requests are compressed. */
  readonly gzip: boolean;
  readonly limits: LimitPolicy;
  /** Null for every other provider. */
  readonly ollama: OllamaPolicy | null;
  /** US dollars per million tokens, where the operator gave a price. */
  readonly price: { readonly input: number; readonly output: number } | null;
  /** Who answers, where that is an agent at the service. */
  readonly agent?: RouteAgent;
  /** What is run for each call, where that is a program; its address is `exec:` and the program. */
  readonly exec?: ExecPolicy;
}

/** A program that answers a call: how it is run, and how it is understood. */
export interface ExecPolicy {
  /** The program and its arguments; no shell reads them. */
  readonly command: readonly string[];
  /** How it gets the prompt; as an argument it takes the place of `{{prompt}}`, or is the last. */
  readonly input: 'stdin' | 'argument';
  /** Where it runs, absolute. */
  readonly cwd: string;
  /** Variables besides those that it inherits; `env:NAME` is one of the run's, never written down. */
  readonly env: Readonly<Record<string, string>>;
  readonly profile: ExecProfileName;
  /** What the lines mean, of the profile `jsonl`. */
  readonly jsonl: JsonLines | null;
  /** Failures by exit code, before the usual ones. */
  readonly exitCodes: Readonly<Record<string, FailureClass>>;
  readonly maxOutputBytes: number;
}

/** An agent of Azure AI Foundry. */
export interface RouteAgent {
  /** `asst_…` of a classic agent, else a name. */
  readonly id: string;
  /** Of a named agent; null is its latest. */
  readonly version: string | null;
  readonly api: 'classic' | 'agents';
  /** Leave threads and conversations at the service. */
  readonly keep: boolean;
  /** Ask how far the agent is, in place of a stream. */
  readonly poll: boolean;
}

/** What the agents of a role are where they are code. */
export type RoleCode =
  /** `file` is absolute; `exported` is `default` where nobody says. */
  | { readonly kind: 'module'; readonly file: string; readonly exported: string }
  /** A program has given it to the session: no record can bring it back. */
  | { readonly kind: 'given' };

export interface ResolvedRole {
  readonly name: string;
  readonly agents: number;
  /** What its model was chosen by; null where that was named. */
  readonly tier: ModelTier | null;
  /** Indexes into `ResolvedSpec.routes`, first choice first. */
  readonly routes: readonly number[];
  /** The same routes by rank: those of one rank are endpoints that share the calls. */
  readonly tiers: readonly (readonly number[])[];
  readonly balance: Balance;
  readonly budgetUsd: number | null;
  readonly tags: readonly string[];
  readonly instructions: string | null;
  readonly priority: number;
  readonly maxOutputTokens: number | null;
  /** Left out where the services' own holds. */
  readonly sampling?: SamplingPolicy;
  /** JSON Schema that answers must match; null, or left out by runs of before, where they are free. */
  readonly schema?: Readonly<Record<string, unknown>> | null;
  readonly tools: readonly ResolvedTool[];
  /** Turns that a task may take at most, tools and repairs included. */
  readonly maxTurns: number;
  /** Null, or left out by runs of before, where its agents are a model alone. */
  readonly code?: RoleCode | null;
}

/** What of chance and choice is asked for; what is left out is the service's own. */
export interface SamplingPolicy {
  readonly temperature?: number;
  readonly topP?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
}

/** How calls are spread over endpoints of the same rank. */
export type Balance = 'least-busy' | 'round-robin' | 'random';

/** Identical calls of earlier runs answer in place of new ones. */
export interface CachePolicy {
  readonly use: boolean;
  /** An older answer is none; null is of any age. */
  readonly maxAgeDays: number | null;
}

/** When the operator is told; see `alerts` of a spec. */
export interface AlertPolicy {
  readonly budgetShare: number;
  readonly failureRate: number;
  readonly latencyFactor: number;
  readonly breakerOpenSeconds: number;
  readonly stallSeconds: number;
  /** An http(s) address that is posted to, or a command that is run; null tells nobody else. */
  readonly notify: string | null;
}

export interface ResolvedSpec {
  readonly name: string;
  readonly preset: string;
  readonly seed: number;
  readonly agents: number;
  /** Calls in flight, at most. A range adapts inside it. */
  readonly concurrency: { readonly min: number; readonly max: number; readonly auto: boolean };
  /** With `agents: auto`, what their number began from and follows; null where it is given. */
  readonly autoAgents: { readonly cores: number; readonly perCore: number } | null;
  readonly batch: number;
  readonly roles: readonly ResolvedRole[];
  readonly routes: readonly ResolvedRoute[];
  readonly workload: Workload;
  /** One last task over all answers; null, or left out by runs of before, where there is none. */
  readonly reduce?: ReducePolicy | null;
  /** Of answers that are the same one is kept; null, or left out by runs of before, where all are. */
  readonly dedupe?: Dedupe | null;
  /** Those that a role has tools of. */
  readonly mcpServers: readonly ResolvedMcpServer[];
  readonly limits: LimitPolicy;
  readonly retry: RetryPolicy;
  readonly breaker: BreakerPolicy;
  readonly timeouts: TimeoutPolicy;
  readonly budget: BudgetPolicy;
  readonly alerts: AlertPolicy;
  /** Left out by runs of before. */
  readonly cache?: CachePolicy;
  /** Tasks after which the run waits for a word; null is none. */
  readonly canary: number | null;
  readonly healthCheckSeconds: number;
  readonly giveUpSeconds: number;
  /** What becomes of the run when its terminal goes away. */
  readonly onHangup: 'drain' | 'continue';
  /** Directory of the run, or null for `./swarm-runs/<run-id>`. */
  readonly out: string | null;
  readonly insecure: boolean;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

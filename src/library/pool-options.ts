import type { ChatAnswer, ChatOptions } from '../agents/code-agent.ts';
import type { Message, ToolCall, ToolDefinition } from '../providers/provider.ts';
import type { Environment } from '../spec/environment.ts';
import type { Spec } from '../spec/schema/spec.ts';
import type { BreakerWord, GateName, Usage } from '../state/events.ts';
import type { Priority } from './plain-priority.ts';

/** What of a spec a pool has too, each as there. */
type OfSpec = Pick<
  Spec,
  | 'provider'
  | 'model'
  | 'baseUrl'
  | 'maxOutputTokens'
  | 'sampling'
  | 'concurrency'
  | 'maxConnections'
  | 'limits'
  | 'retry'
  | 'breaker'
  | 'timeouts'
  | 'giveUpSeconds'
  | 'ollama'
>;

export interface PoolOptions extends OfSpec {
  /** The key itself, or `env:NAME`; default: where the provider's key is usually found. It is written nowhere. */
  readonly key?: string;
  /** Connections that are kept open; default: one for each call that may be in flight, 200 at most. */
  readonly connections?: number;
  /** Where keys and settings are looked up; default: `.env` with the process's own variables above it. */
  readonly environment?: Environment;
  /** A key may go over plain http to another machine. */
  readonly insecure?: boolean;
}

export interface CallOptions {
  /** critical, high, normal, low, or a whole number from -1000 to 1000; default normal, which is 100. */
  readonly priority?: Priority;
  /** Aborted, the call is cut, or never made; its promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface PoolChatOptions extends ChatOptions, CallOptions {
  /** Functions that the model may want called; what it wants is in `toolCalls` of the answer. */
  readonly tools?: readonly ToolDefinition[];
  /** Text as it arrives; a call that fails and is tried again begins anew, with `attempt` one higher. */
  readonly onDelta?: (text: string, attempt: number) => void;
}

/** What a model gave. */
export interface PoolAnswer extends ChatAnswer {
  /** Left out where it wants nothing called. */
  readonly toolCalls?: readonly ToolCall[];
  /** US dollars; null where the price is unknown or no usage was told. */
  readonly costUsd: number | null;
  /** Tries that it took. */
  readonly attempts: number;
  /** ms from asking to the answer, waits included. */
  readonly durationMs: number;
}

export type ChatInput = string | readonly Message[];

export interface PoolStats {
  /** `provider/model`. */
  readonly route: string;
  readonly concurrency: number;
  readonly waiting: number;
  readonly inFlight: number;
  /** Between two tries. */
  readonly backingOff: number;
  /** What the first of those that wait waits for; null where none waits. */
  readonly heldBy: { readonly gate: GateName; readonly detail: string } | null;
  /** Calls that were asked for and have ended. */
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Requests that were sent, retries among them. */
  readonly requests: number;
  readonly retries: number;
  readonly breaker: { readonly state: BreakerWord; readonly trips: number };
  /** Of requests that succeeded, ms; null before there was one. */
  readonly latencyMs: {
    readonly p50: number | null;
    readonly p95: number | null;
    readonly p99: number | null;
  };
  readonly firstTokenMs: { readonly p50: number | null; readonly p95: number | null };
  readonly usage: Usage;
  /** US dollars, of the requests whose price is known. */
  readonly costUsd: number;
  /** Requests that succeeded and whose price is not known. */
  readonly unpricedRequests: number;
  readonly openSockets: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

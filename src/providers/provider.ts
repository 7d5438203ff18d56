import type { TimeoutPolicy } from '../spec/resolved.ts';
import type { FailureClass, Usage } from '../state/events.ts';
import type { OutputHead, RawCommand, RawRequest, ReplyHead } from '../state/raw-call.ts';

/** A function that the model may call. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of what it takes: an object. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What the model wants called. */
export interface ToolCall {
  /** By which the answer to it is told from others. */
  readonly id: string;
  readonly name: string;
  /** As the model wrote it: meant to be the JSON of an object, and not always that. */
  readonly arguments: string;
}

/** A part of a conversation. */
export interface Message {
  /** system, user, assistant, or tool. */
  readonly role: string;
  readonly content: string;
  /** Of an assistant that wanted tools called. */
  readonly toolCalls?: readonly ToolCall[];
  /** Of a tool: the call that it answers. */
  readonly toolCallId?: string;
}

/** What of chance and choice the operator set; what is left out is the service's own. */
export interface Sampling {
  readonly temperature?: number;
  readonly topP?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
}

/** What a call is made for. Services are not told; a program may want to know. */
export interface TurnTask {
  readonly id: string;
  /** Name of the role. */
  readonly role: string;
  /** From 1. */
  readonly attempt: number;
}

/**
 * What a turn asks for: an answer to a conversation; what follows on one prompt, which is a message
 * of the user and what the system says before it, without tools; or a vector for each of its texts.
 */
export type TurnKind = 'chat' | 'generate' | 'embed';

/** One model call: everything a wire protocol needs to make its request. */
export interface Turn {
  /** Left out is `chat`. */
  readonly kind?: TurnKind;
  readonly model: string;
  /** Of an `embed`: none. */
  readonly messages: readonly Message[];
  /** Of an `embed`, and at least one; a service takes so many at once (OpenAI 2048, Gemini 100). */
  readonly texts?: readonly string[];
  readonly maxOutputTokens: number | null;
  /**
   * Messages, after the first of the user, that may be posted at once where the service keeps a
   * conversation, each saying its own place in it; left out: one after the other.
   */
  readonly postsAtOnce?: number;
  readonly tools?: readonly ToolDefinition[];
  /** JSON Schema that the answer must match. */
  readonly outputSchema?: Readonly<Record<string, unknown>>;
  readonly sampling?: Sampling;
  /** Left out where a call is made for no task. */
  readonly task?: TurnTask;
}

/** What a server says of one of its limits. */
export interface LimitHint {
  readonly unit: 'requests' | 'tokens';
  /** Units a minute; null where only the rest was said. */
  readonly perMinute: number | null;
  readonly remaining: number | null;
  /** ms until `remaining` is whole again; null where it was not said. */
  readonly resetMs: number | null;
}
export type LimitHints = readonly LimitHint[];

/** A server's own times of one call. */
export interface ModelTimings {
  /** Taking the model into memory; a moment where it was there. */
  readonly loadMs: number;
  /** Reading the prompt. */
  readonly promptMs: number;
  /** Making the answer. */
  readonly outputMs: number;
}

/** How far the fetching of a model is. */
export interface PullState {
  /** 0 to 1; null while the size is not known. */
  readonly share: number | null;
  readonly totalBytes: number | null;
  /** What the server does, in its own words. */
  readonly status: string;
}

/** What it took to make a model ready, ms. */
export interface Prepared {
  readonly loadMs: number;
  /** Null where nothing had to be fetched. */
  readonly pullMs: number | null;
}

/** How a call ended well. Never made up: a reply without its end marker is a failure. */
export interface TurnResult {
  /** Of an `embed`: empty. */
  readonly text: string;
  /** Of an `embed`: a vector for each text, in the order of the texts, all of one length. */
  readonly embeddings?: readonly Float32Array[];
  /** What the model wants called before it goes on; left out where it wants nothing. */
  readonly toolCalls?: readonly ToolCall[];
  readonly usage: Usage | null;
  /** What the service says that it cost, nano-dollars; left out where it says nothing. */
  readonly costNanoUsd?: number;
  readonly finishReason: string;
  /** What the server says of its own times; left out where it says nothing. */
  readonly timings?: ModelTimings;
  /** From the reply's headers; null where it had none. */
  readonly hints: LimitHints | null;
}

export interface TurnFailure {
  readonly class: FailureClass;
  readonly message: string;
  readonly status: number | null;
  /** The wait that the server asked for, ms. */
  readonly retryAfterMs: number | null;
  /** The server's own word on whether to try again (`x-should-retry`); null if it said nothing. */
  readonly shouldRetry: boolean | null;
  /** The request was sent and the reply not read to its end: the call may have been billed. */
  readonly uncertain: boolean;
  readonly hints: LimitHints | null;
  /** The next request will be written in another way: to send it again is no further try. */
  readonly resend?: true;
}

/** What the engine is told while a call runs. `done` or `failed` comes once, and nothing after it. */
export interface TurnListener {
  /** The request is written: on a connection opened for it, or on one that was kept. */
  sent(onNewConnection: boolean): void;
  /**
   * Where the call is, in words for the operator: `creating thread`. Told where it takes several
   * exchanges, or of a program that says what it does; who does not show it leaves it out.
   */
  stage?(words: string): void;
  /** Visible text arrived. */
  delta(text: string): void;
  done(result: TurnResult): void;
  failed(failure: TurnFailure): void;
}

/** A call under way. */
export interface ActiveCall {
  /** Cuts the call: its socket is closed and `failed` comes with the given class. */
  abort(failureClass: FailureClass, message: string): void;
  /** The answer so far. It is held for the end in any case: nothing is kept for who looks at it. */
  partialText(): string;
  /** The request as it was sent, `key` in place of the secret. */
  rawRequest(key: string): RawRequest | RawCommand;
  /** Null before the reply has begun. */
  replyHead(): ReplyHead | OutputHead | null;
  /** Gives the body of the reply to the listener from here on, decompressed; null takes it off. */
  listen(listener: BodyListener | null): void;
}

/** What a server says to a request that costs nothing. */
export interface HealthReport {
  /** It answers, and does not refuse us. */
  readonly ok: boolean;
  /** Why not, in a few words; empty where all is well. */
  readonly detail: string;
}

/** @param bytes valid during the call alone */
export type BodyListener = (bytes: Buffer) => void;

/** Figures of a route's connections, read when asked. */
export interface RouteTraffic {
  readonly openSockets: number;
  /** Programs that run, of a route that runs some. */
  readonly processes?: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** `open` counts the route's sockets after the change. */
export type ConnectionListener = (change: 'opened' | 'closed', open: number) => void;

/** A way to a model: what the engine makes calls through. */
export interface Provider {
  call(turn: Turn, listener: TurnListener): ActiveCall;
  /**
   * Makes the model ready before the first call, where that takes its time; left out where every
   * model always is. Rejects in a few words, with an `AbortError` where `close` has cut it.
   *
   * @param onPull told while it is fetched; null once it is there and only has to be loaded
   */
  prepare?(model: string, onPull: (state: PullState | null) => void): Promise<Prepared>;
  /** Time limits of calls, for those that begin from now on. */
  timeouts: TimeoutPolicy;
  /** Connections that are kept open, for calls that begin from now on. */
  pool: number;
  traffic(): RouteTraffic;
  /** Asks whether the server is there, without a model call; null where `close` cut the question. */
  check(): Promise<HealthReport | null>;
  /** Told of every socket that is opened or closed, for the log. */
  onConnection: ConnectionListener | null;
  /** Closes every socket, idle ones too; resolves with the number closed when the last is. */
  close(): Promise<number>;
}

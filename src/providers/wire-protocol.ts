import type { CallFlow } from './call-flow.ts';
import type { Turn, TurnFailure, TurnResult } from './provider.ts';

/** One HTTP request of a protocol. */
export interface WireRequest {
  /** Left out is POST. */
  readonly method?: 'POST' | 'GET' | 'DELETE';
  readonly path: string;
  readonly headers: Record<string, string>;
  /** Empty is none. */
  readonly body: string;
}

/** A request that a server answers for nothing. */
export type HealthRequest = Pick<WireRequest, 'path' | 'headers'>;

/** A question how many tokens a turn sends: nothing is generated, and nothing is paid for. */
export interface CountQuestion {
  readonly request: WireRequest;
  /** The tokens that a reply with status 200 tells; null where it tells none. */
  tokensIn(body: string): number | null;
}

/** Where a reply reader puts what it found. `done` and `failed` end the call. */
export interface ReplySink {
  delta(text: string): void;
  done(result: TurnResult): void;
  failed(failure: TurnFailure): void;
}

/** Reads one successful reply, whichever of the two forms it comes in. */
export interface ReplyReader {
  /** The answer so far. */
  readonly text: string;
  /**
   * A first look at bytes that begin with an event: true where they were just one event of a form
   * that is known already, and are taken.
   */
  knownEvent(bytes: Buffer): boolean;
  /** An event of a stream. */
  event(data: string, name: string): void;
  /** The stream has ended: either it was complete, or it is truncated. */
  streamEnd(): void;
  /** A whole reply in one piece. */
  body(text: string): void;
}

/** How turns of one kind are asked for and their replies read. */
export interface WireOperation {
  /** @param key stands in place of the secret: for a copy that is shown to somebody */
  request(turn: Turn, key?: string): WireRequest;
  reader(turn: Turn, sink: ReplySink): ReplyReader;
  /** Why a turn cannot be asked for in this way, in a sentence; null where it can, as any where this is left out. */
  refusal?(turn: Turn): string | null;
  /**
   * A last look at a refused request, before it is classified: an operation may change how it asks
   * from then on and say `true`, so that the call is sent again, which is no further try.
   */
  adapt?(request: WireRequest, status: number, body: string): boolean;
}

/** One provider's way of speaking over HTTP, a file each: what it does itself is a chat. */
export interface WireProtocol extends WireOperation {
  /** Turns of kind `generate`; left out where they are a chat like any other. */
  readonly generate?: WireOperation;
  /** Turns of kind `embed`; a sentence where the service has none. */
  readonly embeddings: WireOperation | string;
  /**
   * What a request has to wait for, a token: null where nothing. It fails with the sentence that says
   * why there is none.
   */
  ready?(): Promise<void> | null;
  /** A GET by which to see whether the server is there and takes our key. */
  health(): HealthRequest;
  /** That is answered to anybody, so that it tells nothing of the key. */
  readonly isOpen?: boolean;
  /**
   * A GET by which to see whether it has a model; left out where only its list tells, null where
   * nothing but a call does.
   */
  model?(model: string): HealthRequest | null;
  /** How to ask what a turn would send, in the service's own tokens; left out where it does not say. */
  count?(turn: Turn): CountQuestion;
  /**
   * The exchanges of a chat, where one is not enough. Then `request` is the one that asks for the
   * answer, or one that a person could send in place of them all.
   */
  flow?(turn: Turn): CallFlow;
  /** What is left at the service between two calls, and is to be cleared away with the route. */
  leftovers?(): CallFlow[];
}

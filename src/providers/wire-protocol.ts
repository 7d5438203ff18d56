import type { Turn, TurnFailure, TurnResult } from './provider.ts';

/** One HTTP request of a protocol. */
export interface WireRequest {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A request that a server answers for nothing. */
export type HealthRequest = Pick<WireRequest, 'path' | 'headers'>;

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

/** One provider's way of speaking over HTTP: a file each. */
export interface WireProtocol {
  /** @param key stands in place of the secret: for a copy that is shown to somebody */
  request(turn: Turn, key?: string): WireRequest;
  reader(turn: Turn, sink: ReplySink): ReplyReader;
  /** A GET by which to see whether the server is there and takes our key. */
  health(): HealthRequest;
  /**
   * A GET by which to see whether it has a model; left out where only its list tells, null where
   * nothing but a call does.
   */
  model?(model: string): HealthRequest | null;
  /**
   * A last look at a refused request, before it is classified: a protocol may change how it asks
   * from then on and say `true`, so that the call is sent again, which is no further try.
   */
  adapt?(request: WireRequest, status: number, body: string): boolean;
}

import type { ToolCall } from '../../../src/providers/provider.ts';
import type { WireProtocol } from '../../../src/providers/wire-protocol.ts';
import type { Step } from '../../helpers/scripted-server.ts';

/** What a server says in one reply. */
export interface Said {
  /** The answer in pieces, an event each. */
  readonly pieces: readonly string[];
  readonly toolCalls?: readonly ToolCall[];
  /** Tokens as disjoint buckets; null where the server tells none. */
  readonly usage: {
    readonly input: number;
    readonly cacheRead: number;
    readonly output: number;
  } | null;
}

/** A stream as its events, each as it stands on the wire. */
export interface Spoken {
  readonly events: readonly string[];
  /** What follows and says that the answer is whole. Without all of it the answer is truncated. */
  readonly end: readonly string[];
}

/** How a server of one protocol speaks: what the behaviour suite puts its replies together from. */
export interface Speaker {
  /** Its row in the table. */
  readonly name: string;
  /** `content-type` of a stream; events of `text/event-stream` may have comments and CRLF. */
  readonly streamType: string;
  protocol(baseUrl: string): WireProtocol;
  stream(said: Said): Spoken;
  /** The reply where no stream was sent; left out where the service always streams. */
  whole?(said: Said): string;
  /** An event that holds nothing and must not disturb; left out where the service has none. */
  readonly emptyEvent?: string;
  /** An error inside a stream that has begun: the server is overloaded. */
  errorEvent(message: string): string;
  /** Body of a reply with an error status. */
  errorBody(status: number, message: string): string;
  /** Whether the cached tokens of a call are told. */
  readonly tellsCache: boolean;
  /** The arguments of a tool call travel as the model's own text, which may be broken. */
  readonly argumentsAreText: boolean;
  readonly takesNoTools?: true;
  /** The reply to a request of a call that is not its main one; null for that. Left out where a call is one request. */
  besides?(request: string): Step[] | null;
}

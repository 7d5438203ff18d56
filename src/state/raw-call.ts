/** One request as it stands on the wire, but for its secret: a name of the form `$NAME` takes its place. */
export interface RawRequest {
  readonly method: 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One run of a program, but for its secrets: a name of the form `$NAME` takes the place of each. */
export interface RawCommand {
  /** The program and its arguments. */
  readonly command: readonly string[];
  readonly cwd: string;
  /** Variables besides those that it inherits. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it reads; null where that is nothing. */
  readonly stdin: string | null;
}

/** A program whose output has begun. */
export interface OutputHead {
  readonly pid: number;
}

/** Of a reply what was read of its head. */
export interface ReplyHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What of a reply's body was kept: nothing is, unless somebody looked at the call. */
export interface KeptBody {
  /** Decompressed, as text. */
  readonly text: string;
  /** The body's first byte is in it. */
  readonly fromStart: boolean;
  /** More came than is kept. */
  readonly cut: boolean;
}

/** One call as it went over the wire, as far as it is known; nothing in it is made up. */
export interface RawCall {
  readonly attempt: number;
  /** Still under way. */
  readonly live: boolean;
  readonly request: RawRequest | RawCommand;
  /** The request is that of the call; else it was made anew, as it would be sent now. */
  readonly asSent: boolean;
  /** Null where it has not come yet, or was not kept. */
  readonly head: ReplyHead | OutputHead | null;
  readonly body: KeptBody | null;
}

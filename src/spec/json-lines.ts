export type Scalar = string | number | boolean | null;

/** What a line must hold, by JSON pointer; null is also met where there is nothing. */
export type Condition = Readonly<Record<string, Scalar>>;

/** Where something stands in the lines of a program. */
export interface LinePlace {
  /** JSON pointer (RFC 6901), in which `*` is each element of a list. */
  readonly at: string;
  /** The lines that are meant; all, where it is left out. */
  readonly when?: Condition;
}

/** Tokens by bucket; what stands at several places of one line is added up. */
export interface UsagePlaces {
  readonly input: readonly LinePlace[];
  readonly cacheRead: readonly LinePlace[];
  readonly cacheWrite: readonly LinePlace[];
  readonly output: readonly LinePlace[];
}

/** What the lines of a program mean that writes JSON, one value a line. What is left out it does not say. */
export interface JsonLines {
  /** Pieces of the answer as it grows. */
  readonly text: readonly LinePlace[];
  /** The whole answer, in place of the pieces. */
  readonly final: readonly LinePlace[];
  /** Lines after which nothing of the answer comes; without any, one with the whole answer is such. */
  readonly done: readonly Condition[];
  /** Why it failed. */
  readonly error: readonly LinePlace[];
  /** What it does now, for the operator. */
  readonly stage: readonly LinePlace[];
  readonly usage: UsagePlaces;
  /** US dollars. */
  readonly cost: readonly LinePlace[];
}

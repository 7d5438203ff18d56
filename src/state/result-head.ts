/** What a list of results shows of one task. */
export interface ResultHead {
  readonly task: number;
  /** The name that the operator knows it by. */
  readonly id: string;
  readonly role: string;
  /** `<role>_<n>`; null where no agent worked on it. */
  readonly agent: string | null;
  readonly status: string;
  /** Of the answer; null unless it is done. */
  readonly outputTokens: number | null;
  /** Null where it is not done or the price is unknown. */
  readonly costNanoUsd: number | null;
  readonly durationMs: number | null;
  /** How its answer begins or, where there is none, why; null where it has no end. */
  readonly begins: string | null;
}

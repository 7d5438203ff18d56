/** Tasks that failed for good in the same way. */
export interface FailureGroup {
  /** What their failures have in common, as a sentence. */
  readonly signature: string;
  readonly tasks: readonly number[];
  /** Run time of the first and of the last of them, ms. */
  readonly firstT: number;
  readonly lastT: number;
  /** The whole message of the last of them. */
  readonly example: string;
}

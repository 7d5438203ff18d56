/** One call of a tool, from the record. Times ending in `T` are run time in ms, null for what has not come. */
export interface ToolCallRecord {
  /** `WantedCall.id`. */
  readonly call: string;
  readonly tool: string;
  /** As the model wrote them. */
  readonly arguments: string;
  /** The turn that wanted it, 1 for the first. */
  readonly turn: number;
  readonly wantedT: number;
  /** Since when the operator's word was waited for. */
  readonly askedT: number | null;
  /** What the operator said; null where nothing was asked, or is not answered. */
  readonly answer: { readonly allowed: boolean; readonly by: string; readonly t: number } | null;
  readonly startedT: number | null;
  /** Null as long as it has not ended, and where it was lost with its process. */
  readonly end: ToolCallEnd | null;
}

export interface ToolCallEnd {
  readonly t: number;
  /** Null where it gave a result. */
  readonly failure: string | null;
  /** ms that it ran itself. */
  readonly durationMs: number;
  /** Of the whole result, of which `text` may hold the beginning. */
  readonly bytes: number;
  /** What the model is told. */
  readonly text: string;
}

/** What became of one task, as one line of results.jsonl tells it. */
export interface ResultLine {
  readonly task: string;
  readonly role: string;
  /** `<role>_<n>`; null where no agent worked on it. */
  readonly agent: string | null;
  readonly status: 'done' | 'failed' | 'cancelled' | 'skipped' | 'poison';
  /** The answer; null unless it is done. */
  readonly text: string | null;
  /** Tokens of its turns, in buckets that do not overlap; null where none of its calls ended well. */
  readonly usage: {
    readonly input_tokens: number;
    readonly cache_read_tokens: number;
    readonly cache_write_tokens: number;
    readonly output_tokens: number;
    readonly estimated: boolean;
  } | null;
  /** Of the same; null where the price is unknown. */
  readonly cost_usd: number | null;
  /** 0 where an earlier run had answered, and where nothing was sent. */
  readonly attempts: number;
  readonly duration_ms: number | null;
  readonly route: string | null;
  readonly error: { readonly class: string; readonly message: string } | null;
  /** Where the answer is from, if not from a call of this run: an earlier run, and its task. */
  readonly cached?: { readonly run: string; readonly task: string };
  /** The answer parsed; left out unless it is done by a role whose answers match a schema. */
  readonly output?: unknown;
}

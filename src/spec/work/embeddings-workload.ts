/** A text to turn into a vector. */
export interface GivenText {
  /** Null where it has none. */
  readonly id: string | null;
  readonly text: string;
}

/** A file of texts: where each stands. The texts stay there until the run has a record. */
export interface TextsFile {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** When it was looked through: it is not to change before its texts are in the record. */
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly format: 'lines' | 'jsonl';
  /** Of the line of each text, its first byte and its length. */
  readonly starts: readonly number[];
  readonly lengths: readonly number[];
}

export interface EmbeddingsWorkload {
  readonly kind: 'embeddings';
  /** What the operator sees. */
  readonly source: string;
  readonly texts:
    | ({ readonly from: 'file' } & TextsFile)
    | { readonly from: 'spec'; readonly items: readonly GivenText[] };
  /** Texts a call, at most. */
  readonly batchSize: number;
  /** Tokens a call, at most, as half the bytes bound them; null is no limit. */
  readonly maxTokensPerBatch: number | null;
  /** Name of the role that does it; null spreads it over all. */
  readonly role: string | null;
}

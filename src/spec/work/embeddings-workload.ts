export interface EmbeddingsWorkload {
  readonly kind: 'embeddings';
  /** What the operator sees. */
  readonly source: string;
}

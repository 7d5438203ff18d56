export interface CompareWorkload {
  readonly kind: 'compare';
  /** What the operator sees. */
  readonly source: string;
}

export interface ContentWorkload {
  readonly kind: 'content';
  /** What the operator sees. */
  readonly source: string;
}

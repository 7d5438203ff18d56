export interface ConsensusWorkload {
  readonly kind: 'consensus';
  /** What the operator sees. */
  readonly source: string;
}

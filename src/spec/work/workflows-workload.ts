export interface WorkflowsWorkload {
  readonly kind: 'workflows';
  /** What the operator sees. */
  readonly source: string;
}

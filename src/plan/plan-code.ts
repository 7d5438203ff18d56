/** Code of the operator's that a plan goes by: loaded and given before the run begins. */
export interface PlanCode {
  /** Absolute. */
  readonly file: string;
  /** The name that it is exported by. */
  readonly exported: string;
  /** What sentences about it begin with. */
  readonly where: string;
  /** @throws UsageError where it is not what the plan can use */
  give(value: unknown): void;
}

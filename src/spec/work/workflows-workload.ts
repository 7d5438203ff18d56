/** A task of a workflow, its names checked; templates and conditions as they are written. */
export interface WorkflowTask {
  readonly name: string;
  readonly prompt: string;
  /** Null leaves it to the role's instructions. */
  readonly system: string | null;
  /** Name of a role of the run; null spreads it over the definition's roles. */
  readonly role: string | null;
  /** Indexes of tasks of the definition, those that templates name among them. */
  readonly needs: readonly number[];
  /** Indexes of the tasks whose answers are `{{texts}}`. */
  readonly reduces: readonly number[];
  /** A template that names a list, or the list; null where the task is done once. */
  readonly forEach: string | readonly unknown[] | null;
  readonly when: string | null;
  readonly critical: boolean;
  /** Null is the role's. */
  readonly priority: string | number | null;
  /** With its retries; null is the run's. */
  readonly timeoutSeconds: number | null;
  /** Those of the workflow where the task has none of its own; null is the run's. */
  readonly retries: number | null;
  readonly budgetUsd: number | null;
}

/** What workflows that differ by name and vars alone have in common. */
export interface WorkflowDefinition {
  /** In the order of the file. */
  readonly tasks: readonly WorkflowTask[];
  readonly vars: Readonly<Record<string, unknown>>;
  /** Roles that tasks without one are spread over; null is all of the run. */
  readonly roles: readonly string[] | null;
  /** Of each workflow; null is no cap. */
  readonly budgetUsd: number | null;
  /** Of each workflow as a whole; null is no limit. */
  readonly timeoutSeconds: number | null;
}

export interface WorkflowInstance {
  /** Unique; null for the one workflow without a name. */
  readonly name: string | null;
  /** Index of its definition. */
  readonly definition: number;
  /** Above those of the definition. */
  readonly vars: Readonly<Record<string, unknown>>;
}

export interface WorkflowsWorkload {
  readonly kind: 'workflows';
  readonly definitions: readonly WorkflowDefinition[];
  readonly instances: readonly WorkflowInstance[];
  /** So many are begun at the same time, at most. */
  readonly atOnce: number;
  /** What the operator sees. */
  readonly source: string;
}

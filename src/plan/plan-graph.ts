import type { TaskTable } from './task-table.ts';
import type { Unfolding } from './unfolding.ts';

/** A part of a plan that is steered, paid and counted by itself. */
export interface PlannedWorkflow {
  /** Unique in the plan; null for the one workflow without a name. */
  readonly name: string | null;
  /** The most that its calls may cost, nano-dollars; null is no cap. */
  readonly budgetNanoUsd: number | null;
  /** From its first call to its end; null is no limit. */
  readonly timeoutSeconds: number | null;
}

/** What holds for one task in place of what holds for the run. Left out, that of the run holds. */
export interface TaskLimits {
  /** From its first call, retries included. */
  readonly taskSeconds?: number;
  /** Tries after the first. */
  readonly retries?: number;
  /** The most that all its calls may cost. */
  readonly budgetNanoUsd?: number;
}

/** What a plan has beyond its tasks where they depend on each other. */
export interface PlanGraph {
  readonly unfolding: Unfolding;
  /** The plan's columns: a run that goes on puts back into it what was added while it lived. */
  readonly table: TaskTable;
  /** Tasks that the plan had in the beginning: the numbers from here on were added. */
  readonly planned: number;
  /** Tasks whose ends the task waits for, as far as they are known. */
  needs(task: number): readonly number[];
  /**
   * Whether its messages are made of answers of others: they are known from its release on, and kept
   * in the record from its first call on.
   */
  isDeferred(task: number): boolean;
  /**
   * Whether the answer of a later task has taken in what this one answered: who reads all answers leaves it
   * out. Left out where none does.
   */
  isTakenIn?(task: number): boolean;
  /** Empty where the workload is no workflow. */
  readonly workflows: readonly PlannedWorkflow[];
  /** Index into `workflows`; -1 where it is part of none. */
  workflowOf(task: number): number;
  /** Whether a workflow or a task has a cap of its own: then every route needs a price. */
  readonly capped: boolean;
  /** Null where those of the run hold. */
  limitsOf(task: number): TaskLimits | null;
}

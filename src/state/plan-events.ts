/** How a plan goes on whose tasks depend on each other. */

/** These tasks wait for no other any more: they are queued. */
export interface TasksReleased {
  readonly type: 'tasks.released';
  readonly tasks: readonly number[];
}

/** These tasks will not be done: what they needed failed, a condition says so, or nobody needs them. */
export interface TasksSkipped {
  readonly type: 'tasks.skipped';
  readonly tasks: readonly number[];
  readonly reason: string;
  /** Nobody needs their answers, or a condition says so: that they were not done is no failure. */
  readonly unneeded?: true;
}

/** These tasks wait for others again: they had been skipped, or opened before their turn. */
export interface TasksBlocked {
  readonly type: 'tasks.blocked';
  readonly tasks: readonly number[];
}

/** Tasks `first` to `first + count - 1` now exist, and wait for their release. A single number stands for all. */
export interface PlanExtended {
  readonly type: 'plan.extended';
  /** What they were added for, in the plan's own words: `hr.check`. */
  readonly by: string;
  readonly first: number;
  readonly count: number;
  readonly role: number | readonly number[];
  readonly priority: number | readonly number[];
}

/** The operator keeps these tasks back, or lets them go on; calls under way end. */
export interface TasksPaused {
  readonly type: 'tasks.paused' | 'tasks.resumed';
  readonly tasks: readonly number[];
  readonly by: string;
}

export type PlanEvent = TasksReleased | TasksSkipped | TasksBlocked | PlanExtended | TasksPaused;

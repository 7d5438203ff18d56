/** How a task ended, as far as other tasks care. */
export interface TaskEnd {
  readonly task: number;
  readonly status: EndStatus;
}

export type EndStatus = 'done' | 'failed' | 'poison' | 'cancelled' | 'skipped';

/** What tasks have answered, for those that build on it. */
export interface Answers {
  /** The answer of a task that is done; null of any other. */
  text(task: number): string | null;
}

/** Tasks that a plan was given while its run lived: the event `plan.extended` says so. */
export interface PlanAddition {
  /** What they were added for, in the plan's own words; unique in the plan: `hr.check`. */
  readonly by: string;
  /** Their numbers are `first` to `first + count - 1`. */
  readonly first: number;
  readonly count: number;
}

/** What earlier sessions of the run have made of the plan. Both empty in a new run. */
export interface PlanPast {
  /** In the order of their ends. */
  readonly ends: readonly TaskEnd[];
  readonly additions: readonly PlanAddition[];
}

/**
 * What is to follow from an end. The engine carries it out, each step as events, in their order, before
 * the agent of the task that ended looks for its next one.
 */
export type PlanStep =
  /**
   * They wait for nothing more, and go into the queue. `after` names the task whose agent is to go on
   * with the first of them, before it takes any other; the end of that task is what the step answers.
   */
  | { readonly kind: 'release'; readonly tasks: readonly number[]; readonly after?: number }
  /** They will not be done. Skipping is an end that nobody reports back: whatever follows from it is in the same steps. */
  | {
      readonly kind: 'skip';
      readonly tasks: readonly number[];
      readonly reason: string;
      /** They were not to be done, as a condition says: that is no failure of the run. */
      readonly harmless?: true;
    }
  /**
   * Nobody needs their answers any more: those in a call are cut, those that wait are skipped. That a
   * task was ended so is no failure of the run. Their ends are not reported back.
   */
  | { readonly kind: 'drop'; readonly tasks: readonly number[]; readonly reason: string }
  /** The plan's table has these tasks now; all of them wait until they are released. */
  | ({ readonly kind: 'extend' } & PlanAddition)
  /**
   * Tasks that were skipped, and may be done after all, or that are in the queue before what they need has
   * ended: they wait again.
   */
  | { readonly kind: 'unskip'; readonly tasks: readonly number[] };

/**
 * How a plan goes on as its tasks end: which are due, which are not to be done, which come new. Pure: it
 * holds what it has been told, and asks the answers for texts. In the beginning all tasks of a plan
 * that unfolds wait. Each kind of workload whose tasks depend on each other has one.
 *
 * It must never leave tasks waiting that nothing will release: with no task queued or at work, every
 * task has ended.
 */
export interface Unfolding {
  /**
   * Called once, before anything else.
   *
   * @returns what is to be done first. In a run that goes on it names all tasks that are due, also those
   *   that were released before: the engine does what is not done yet, and what is in the queue and not
   *   named waits again
   */
  begin(past: PlanPast, answers: Answers): readonly PlanStep[];
  /** A task has ended, and its end is durable. */
  ended(end: TaskEnd): readonly PlanStep[];
  /** Tasks that had ended without an answer are in the queue again; their ends are void. */
  reopened(tasks: readonly number[]): readonly PlanStep[];
}

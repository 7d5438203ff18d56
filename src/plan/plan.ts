import type { WorkView } from '../state/work-view.ts';
import type { PlanGraph } from './plan-graph.ts';
import type { Outcome, RunResults } from './run-results.ts';

export { priorityOf, priorityWord } from '../spec/priority.ts';

/** One message of a conversation, in the shape that every protocol can be given. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/**
 * The graph of tasks that a spec compiles to. Tasks are numbered from 0; what the scheduler reads
 * for each of them is a column, what only a call needs is asked for by number, so that a plan of
 * 100,000 tasks costs a few bytes each. Where tasks depend on each other it may grow: `size` and the
 * columns are read anew each time.
 */
export interface Plan {
  readonly size: number;
  /** Index of the task's role. */
  readonly role: Uint16Array;
  /** Larger goes first; see `priorityOf`. */
  readonly priority: Int16Array;
  /**
   * Tasks with the same batch go to the same agent, one after the other; a batch is a run of
   * consecutive tasks of one role.
   */
  readonly batch: Uint32Array;
  /** Run time, ms, by which a task is to have been sent, infinite for none; null where no task has one. */
  readonly deadlineMs: Float64Array | null;
  /** The name that the operator knows the task by. */
  id(task: number): string;
  messages(task: number): readonly Message[];
  /** Texts that the task turns into vectors, in place of messages; left out where none does. */
  readonly texts?: ((task: number) => readonly string[]) | undefined;
  /** How its tasks depend on each other; left out where each stands alone. */
  readonly graph?: PlanGraph | undefined;
  /** What the run has decided, once it has ended; left out where its workload decides nothing. */
  readonly outcome?: ((results: RunResults) => Outcome) | undefined;
  /** What panes draw of the workload; left out where it has none of its own. */
  readonly view?: (() => WorkView) | undefined;
}

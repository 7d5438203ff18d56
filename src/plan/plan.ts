import type { WorkView } from '../state/work-view.ts';
import type { Pieces } from './pieces.ts';
import type { PlanCode } from './plan-code.ts';
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
  /**
   * Messages that may be posted at once where the service keeps the conversation of a task, each saying
   * its own place in it; 1, or left out, is one after the other.
   */
  readonly postsAtOnce?: ((task: number) => number) | undefined;
  /** What its messages and texts are made of, where that is too much to be held; left out where it is not. */
  readonly pieces?: Pieces | undefined;
  /** How its tasks depend on each other; left out where each stands alone. */
  readonly graph?: PlanGraph | undefined;
  /** What the run has decided, once it has ended; left out where its workload decides nothing. */
  readonly outcome?: ((results: RunResults) => Outcome | Promise<Outcome>) | undefined;
  /**
   * What panes draw of the workload; left out where it has none of its own. The means are what calls of
   * each role cost in the mean so far, nano-dollars; null where that is not known.
   */
  readonly view?: ((means?: readonly (number | null)[]) => WorkView) | undefined;
  /** Code of the operator's that it goes by; left out where it needs none. */
  readonly code?: PlanCode | undefined;
}

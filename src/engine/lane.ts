import type { TaskHeap } from './task-heap.ts';

/** A task and the agent that will work on it. */
export interface Assignment {
  readonly task: number;
  readonly agent: number;
}

/** Tasks of one role that can be sent over the same routes, so that none of them holds up another. */
export interface Lane {
  readonly role: number;
  /** The route that the operator chose for them; -1 for those of the role. */
  readonly route: number;
  /** First tasks of batches, for whichever agent is free. */
  readonly open: TaskHeap;
  /** Tasks that wait for their own agent: the rest of its batch, or a next try. */
  readonly bound: TaskHeap;
}

import type { TaskStatusName } from './agent-state.ts';
import type { FailureClass, Usage } from './event-parts.ts';
import type { SaidMessage } from './said-turn.ts';
import type { ToolCallRecord } from './tool-call-record.ts';

/** How an attempt ended. requeued: cut by a pause or a stop; lost: in flight when its process died. */
export type AttemptOutcome =
  | 'running'
  | 'done'
  /** It ended well, and the task went on. */
  | 'turn'
  | 'retrying'
  | 'failed'
  | 'poison'
  | 'cancelled'
  | 'requeued'
  | 'lost';

export interface AttemptError {
  /** Null where the attempt was cut for a reason that is none of its own. */
  readonly class: FailureClass | null;
  readonly status: number | null;
  readonly message: string;
}

/**
 * One attempt of a task, from the record or from the call under way. Times ending in `T` are run time
 * in ms, null for what has not come or is not known.
 */
export interface AttemptRecord {
  /** 1 for the first try. */
  readonly attempt: number;
  /** Which turn of the conversation it is, 1 for the first; a try can have several. */
  readonly turn: number;
  readonly agent: number;
  readonly route: number;
  /** When it was put in the queue, its back-off over. */
  readonly queuedT: number | null;
  readonly startedT: number;
  readonly sentT: number | null;
  /** First token. */
  readonly streamingT: number | null;
  readonly endedT: number | null;
  /** From its start to the request; 0 on a connection that was kept. */
  readonly connectMs: number | null;
  /** From its start. */
  readonly firstTokenMs: number | null;
  readonly outcome: AttemptOutcome;
  readonly error: AttemptError | null;
  /** How long the next try was to wait after it. */
  readonly waitMs: number | null;
  /** Null where the attempt gave no answer. */
  readonly usage: Usage | null;
  readonly costNanoUsd: number | null;
  /** The most that it could cost; null where the price is unknown. */
  readonly reservedNanoUsd: number | null;
  /** It may have been billed. */
  readonly uncertain: boolean;
}

/** One of the plan, or of the turns that followed. */
export interface TaskMessage extends Omit<SaidMessage, 'role'> {
  readonly role: string;
  /**
   * Of what was said beyond the plan the turn, 1 for the first. What a user says there is what was wrong
   * with the answer before it.
   */
  readonly turn?: number;
}

/** All that is known of one task. */
export interface TaskRecord {
  readonly task: number;
  /** The name that the operator knows it by. */
  readonly id: string;
  readonly role: number;
  readonly status: TaskStatusName;
  /** The one that has it or had it last; -1 before the first. */
  readonly agent: number;
  readonly messages: readonly TaskMessage[];
  /** What its turns wanted called, in the order of the messages that want it. */
  readonly toolCalls: readonly ToolCallRecord[];
  /** In their order; the last one may still run. */
  readonly attempts: readonly AttemptRecord[];
  readonly answer: string | null;
  readonly finishReason: string | null;
  /** Why it ended without an answer. */
  readonly error: AttemptError | null;
}

import type { FailureClass, Usage } from './event-parts.ts';

/** What happens to a task, from its first attempt to its end. */

/** What turns took. */
export interface SpentByTurns {
  readonly usage: Usage;
  /** Null where a price is unknown. */
  readonly costNanoUsd: number | null;
}

/** A call begins: the task left the queue, every gate admitted it. */
export interface TaskStarted {
  readonly type: 'task.started';
  readonly task: number;
  readonly agent: number;
  readonly route: number;
  /** 1 for the first try. */
  readonly attempt: number;
  /** From 2 on it goes on with the conversation of earlier calls that ended well; left out for the first. */
  readonly turn?: number;
  /** The most that this call may cost, set aside until it has ended; null where the price is unknown. */
  readonly reservedNanoUsd: number | null;
}

/** The request is written on an open connection. */
export interface CallSent {
  readonly type: 'call.sent';
  readonly task: number;
  readonly agent: number;
  /** From the start of the attempt; 0 on a connection that was kept. */
  readonly connectMs: number;
}

/** Where a call is that takes several exchanges with the service, or what its program does. */
export interface CallStage {
  readonly type: 'call.stage';
  readonly task: number;
  readonly agent: number;
  /** `creating thread`, `posting batch 2 of 3`, `running pid 4711`, `Bash`. */
  readonly stage: string;
}

export interface CallStreaming {
  readonly type: 'call.streaming';
  readonly task: number;
  readonly agent: number;
  readonly firstTokenMs: number;
}

/** An attempt failed and the task will be tried again after `waitMs`. */
export interface TaskRetrying {
  readonly type: 'task.retrying';
  readonly task: number;
  readonly agent: number;
  readonly route: number;
  readonly attempt: number;
  readonly class: FailureClass;
  readonly status: number | null;
  readonly message: string;
  readonly waitMs: number;
  /** The call was cut after its request was sent: it may have been billed. */
  readonly uncertain: boolean;
  /** Tokens that had arrived when the attempt ended. */
  readonly outputTokens: number;
}

/** The task is in the queue again: its back-off is over, or its call was cut by a pause or a stop. */
export interface TaskRequeued {
  readonly type: 'task.requeued';
  readonly task: number;
  readonly agent: number;
  /** A call under way was cut for it. */
  readonly cut: boolean;
  readonly uncertain: boolean;
  /** Tokens that had arrived when the attempt ended. */
  readonly outputTokens: number;
}

export interface TaskFinished {
  readonly type: 'task.finished';
  readonly task: number;
  readonly agent: number;
  readonly route: number;
  readonly attempts: number;
  /** From the start of the first attempt to the end of the last, back-off included. */
  readonly durationMs: number;
  /** Of the successful call alone. */
  readonly callMs: number;
  readonly firstTokenMs: number | null;
  readonly finishReason: string;
  /** Of all its turns. */
  readonly usage: Usage;
  /** Of all its turns; null where a price is unknown. */
  readonly costNanoUsd: number | null;
  readonly text: string;
  /** Left out where there was one turn. */
  readonly turns?: number;
  /** What the last turn alone took; left out where there was one, null where code gave the answer. */
  readonly last?: SpentByTurns | null;
}

export interface TaskFailed {
  readonly type: 'task.failed';
  readonly task: number;
  readonly agent: number;
  readonly route: number;
  readonly attempts: number;
  readonly durationMs: number;
  readonly class: FailureClass;
  readonly status: number | null;
  readonly message: string;
  readonly uncertain: boolean;
  /** Tokens that had arrived when the attempt ended. */
  readonly outputTokens: number;
  /** What its turns took that had ended well; left out where there were none. */
  readonly spent?: SpentByTurns;
}

/**
 * The task kept failing in the same way while others on its route were well: it is set aside, and
 * does not count against the route.
 */
export interface TaskPoisoned extends Omit<TaskFailed, 'type'> {
  readonly type: 'task.poisoned';
  /** What its failures have in common; tasks with the same signature belong together. */
  readonly signature: string;
}

export interface TaskCancelled {
  readonly type: 'task.cancelled';
  readonly task: number;
  /** -1 where no agent worked on it. */
  readonly agent: number;
  readonly attempts: number;
  readonly durationMs: number;
  readonly reason: string;
  /** Nobody needs its answer any more: that it was cut is no failure. */
  readonly unneeded?: true;
  readonly uncertain: boolean;
  /** Tokens that had arrived when the attempt ended. */
  readonly outputTokens: number;
  /** What its turns took that had ended well; left out where there were none. */
  readonly spent?: SpentByTurns;
}

/** The task is done without a call: an identical one was answered in an earlier run. */
export interface TaskCached {
  readonly type: 'task.cached';
  readonly task: number;
  /** Id of the run that the answer is from, and of the task there. */
  readonly run: string;
  readonly source: string;
  readonly finishReason: string;
  readonly text: string;
}

export type TaskEvent =
  | TaskStarted
  | CallSent
  | CallStage
  | CallStreaming
  | TaskRetrying
  | TaskRequeued
  | TaskFinished
  | TaskCached
  | TaskFailed
  | TaskPoisoned
  | TaskCancelled;

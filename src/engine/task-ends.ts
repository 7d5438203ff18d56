import type { Ending } from '../gates/retry.ts';
import type { TurnFailure, TurnResult } from '../providers/provider.ts';
import type {
  FailureClass,
  RunEventBody,
  SpentByTurns,
  TaskCancelled,
  Usage,
} from '../state/events.ts';
import type { CachedAnswer } from './cached-answer.ts';
import type { EngineConfig } from './engine-config.ts';
import type { TaskRun } from './task-run.ts';
import type { WorkQueue } from './work-queue.ts';

/** A task at its end: who had it, and what had come of it. */
export interface EndedTask {
  readonly task: number;
  /** -1 where no agent worked on it. */
  readonly agent: number;
  readonly route: number;
  readonly attempts: number;
  readonly durationMs: number;
  readonly outputTokens: number;
  /** What its earlier turns took; left out where there were none. */
  readonly spent?: SpentByTurns;
}

export const noUsage: Usage = {
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  estimated: true,
};

/**
 * The event of a task that is done.
 *
 * @param all what all its turns took, the earlier ones `turns` in number
 * @param last what its last call took
 */
export function finishedEvent(
  run: TaskRun,
  { finishReason, text, embeddings }: TurnResult,
  all: SpentByTurns,
  turns: number,
  last: SpentByTurns,
): RunEventBody {
  return {
    type: 'task.finished',
    task: run.task,
    agent: run.agent,
    route: run.route,
    attempts: run.attempt,
    durationMs: run.sinceStart(),
    callMs: run.sinceAttempt(),
    firstTokenMs: run.firstTokenMs,
    finishReason,
    usage: all.usage,
    costNanoUsd: all.costNanoUsd,
    text: embeddings === undefined ? text : vectorWords(embeddings),
    ...(turns === 0 ? {} : { turns: turns + 1, last }),
  };
}

/** What stands for vectors where a text is looked for: they themselves are kept apart. */
function vectorWords(vectors: readonly Float32Array[]): string {
  const count = vectors.length === 1 ? '1 vector' : `${vectors.length} vectors`;
  return `${count} of ${vectors[0]?.length ?? 0} numbers`;
}

/** The event of a task whose code gave the answer. @param spent what its calls took; null without one */
export function answeredEvent(
  run: TaskRun,
  text: string,
  turns: number,
  spent: SpentByTurns | null,
): RunEventBody {
  const nothing = { usage: { ...noUsage, estimated: false }, costNanoUsd: 0 };
  return {
    type: 'task.finished',
    task: run.task,
    agent: run.agent,
    route: run.route,
    attempts: run.attempt,
    durationMs: run.sinceStart(),
    callMs: 0,
    firstTokenMs: null,
    finishReason: 'stop',
    ...(spent ?? nothing),
    text,
    turns,
    last: null,
  };
}

/** The event of a task that an earlier run has answered. */
export function cachedEvent(
  task: number,
  { run, task: source, finishReason, text }: CachedAnswer,
): RunEventBody {
  return { type: 'task.cached', task, run, source, finishReason, text };
}

/** The event of a call of an agent's code that failed for good. */
export function turnFailedEvent(run: TaskRun, failure: TurnFailure): RunEventBody {
  const { class: failureClass, status, message, uncertain } = failure;
  const { task, agent, route, attempt, tokens: outputTokens } = run;
  const of = { task, agent, route, attempt, outputTokens };
  return { type: 'turn.failed', ...of, class: failureClass, status, message, uncertain };
}

/** The event of a call that failed and is made again. */
export function retryingEvent(run: TaskRun, failure: TurnFailure, waitMs: number): RunEventBody {
  const { class: failureClass, status, message, uncertain } = failure;
  return {
    type: 'task.retrying',
    task: run.task,
    agent: run.agent,
    route: run.route,
    attempt: run.attempt,
    class: failureClass,
    status,
    message,
    waitMs: Math.round(waitMs),
    uncertain,
    outputTokens: run.tokens,
  };
}

/** The event of a task that failed for good, or is set aside as poison. */
export function failedEvent(task: EndedTask, failure: TurnFailure, ending: Ending): RunEventBody {
  const { class: failureClass, status, message, uncertain } = failure;
  if (ending.kind === 'poison')
    return {
      type: 'task.poisoned',
      ...task,
      class: failureClass,
      status,
      message,
      uncertain,
      signature: ending.signature,
    };
  const why = ending.why === null ? '' : `; ${ending.why}`;
  return {
    type: 'task.failed',
    ...task,
    class: failureClass,
    status,
    message: `${message}${why}`,
    uncertain,
  };
}

export function cancelledEvent(
  { route: _, ...task }: EndedTask,
  reason: string,
  uncertain: boolean,
): TaskCancelled {
  return { type: 'task.cancelled', ...task, reason, uncertain };
}

/** A failure that no server told: a limit of ours, or an answer that is of no use. */
export function ownFailure(failureClass: FailureClass, message: string): TurnFailure {
  const none = { status: null, retryAfterMs: null, shouldRetry: null, hints: null };
  return { class: failureClass, message, uncertain: false, ...none };
}

/** Takes a task that has no run out of the queue: one that was never sent, or that was cut. */
export function droppedTask(
  { info, state }: EngineConfig,
  work: WorkQueue,
  task: number,
): EndedTask {
  const { agent, attempts, role } = state.tasks;
  const [route] = info.roles[role[task]].routes;
  return {
    task,
    // Of one that was cut and waits, its agent is still its own.
    agent: work.drop(task) ? agent[task] : -1,
    route,
    attempts: attempts[task],
    durationMs: 0,
    outputTokens: 0,
  };
}

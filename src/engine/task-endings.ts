import { type Ending, forGood } from '../gates/retry.ts';
import type { TurnFailure } from '../providers/provider.ts';
import type { RunEventBody } from '../state/events.ts';
import type { EngineConfig } from './engine-config.ts';
import type { EventLog } from './event-log.ts';
import { cancelledEvent, droppedTask, type EndedTask, failedEvent } from './task-ends.ts';
import type { TaskRun } from './task-run.ts';
import type { TaskRuns } from './task-runs.ts';
import type { Conversations } from './turns/conversations.ts';
import type { WorkQueue } from './work-queue.ts';

export interface TaskEndingsParts {
  readonly config: EngineConfig;
  readonly log: EventLog;
  readonly work: WorkQueue;
  readonly runs: TaskRuns;
  readonly conversations: Conversations;
  /** A call has ended, in whatever way. */
  onCallEnd(): void;
  /** A task has ended for good, its end not yet durable. `agent` is -1 where none had it. */
  onTaskEnd(task: number, agent: number): void;
}

/** Ends tasks, or puts them back into the queue: the event, and what follows from it. */
export class TaskEndings {
  private readonly parts: TaskEndingsParts;

  constructor(parts: TaskEndingsParts) {
    this.parts = parts;
  }

  /** Waits for the agent that had it. @param cut its call was cut for that */
  putBack(run: TaskRun, cut = false, uncertain = false): void {
    this.requeued(run, cut, uncertain);
    this.parts.work.putBack(run.task, run.agent);
  }

  /** Waits for any agent, and is begun anew. */
  reopen(run: TaskRun, cut = false, uncertain = false): void {
    this.parts.runs.forget(run);
    this.parts.conversations.restart(run.task, 'the task is for another agent');
    this.requeued(run, cut, uncertain);
    this.parts.work.reopen(run.task, run.agent);
  }

  /** @param event what it ended with */
  finish(run: TaskRun, event: RunEventBody): void {
    this.parts.log.emit(event);
    this.end(run);
  }

  fail(run: TaskRun, failure: TurnFailure, ending: Ending = forGood): void {
    this.finish(run, failedEvent(this.ended(run), failure, ending));
  }

  cancel(run: TaskRun, reason: string, uncertain = false): void {
    const event = cancelledEvent(this.ended(run), reason, uncertain);
    this.finish(run, run.unneeded ? { ...event, unneeded: true } : event);
  }

  /** As `fail`, of a task that has no run: one that was never sent, or that was cut. */
  failWaiting(task: number, failure: TurnFailure): void {
    this.endWaiting(task, (waiting) => failedEvent(waiting, failure, forGood));
  }

  /** As `cancel`, of a task that has no run. */
  cancelWaiting(task: number, reason: string): void {
    this.endWaiting(task, (waiting) => cancelledEvent(waiting, reason, false));
  }

  /** Ends a task that is in no queue and was never sent. @param event that it is done */
  answerWaiting(task: number, agent: number, event: RunEventBody): void {
    const { log, conversations, onTaskEnd } = this.parts;
    log.emit(event);
    conversations.forget(task);
    onTaskEnd(task, agent);
  }

  private endWaiting(task: number, event: (waiting: EndedTask) => RunEventBody): void {
    const { config, log, work, conversations, onTaskEnd } = this.parts;
    const waiting = this.withTurns(droppedTask(config, work, task));
    log.emit(event(waiting));
    conversations.forget(task);
    onTaskEnd(task, waiting.agent);
  }

  private end(run: TaskRun): void {
    const { runs, conversations, onCallEnd, onTaskEnd } = this.parts;
    runs.forget(run);
    conversations.forget(run.task);
    onCallEnd();
    onTaskEnd(run.task, run.agent);
  }

  private ended(run: TaskRun): EndedTask {
    return this.withTurns(run.ended());
  }

  private withTurns(ended: EndedTask): EndedTask {
    const spent = this.parts.conversations.spent(ended.task);
    return spent === null ? ended : { ...ended, spent };
  }

  /** It is in no call, and is taken to wait. */
  requeued({ task, agent, tokens }: TaskRun, cut: boolean, uncertain: boolean): void {
    const outputTokens = cut ? tokens : 0;
    this.parts.log.emit({ type: 'task.requeued', task, agent, cut, uncertain, outputTokens });
  }
}

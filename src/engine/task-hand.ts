import type { FailureClass } from '../state/events.ts';
import type { TaskEndings } from './task-endings.ts';
import { ownFailure } from './task-ends.ts';
import type { AfterCut } from './task-run.ts';
import type { TaskRuns } from './task-runs.ts';
import type { WorkQueue } from './work-queue.ts';

/** What can be done to single tasks from outside, whatever they are at. */
export class TaskHand {
  private readonly runs: TaskRuns;
  private readonly endings: TaskEndings;
  private readonly work: WorkQueue;

  constructor(runs: TaskRuns, endings: TaskEndings, work: WorkQueue) {
    this.runs = runs;
    this.endings = endings;
    this.work = work;
  }

  /** Ends a task for good; it is in no queue after that. */
  cancel(task: number, reason: string): void {
    const run = this.runs.of(task);
    if (run === undefined) return this.endings.cancelWaiting(task, reason);
    if (this.cut(task, reason, 'cancel')) return;
    if (!run.cutTools(reason) && !run.clearBackoff()) this.work.drop(task);
    this.endings.cancel(run, reason);
  }

  /** Whether an agent has begun the task, and not ended it. */
  hasBegun(task: number): boolean {
    return this.runs.of(task) !== undefined;
  }

  /**
   * Ends a task whose answer nobody needs any more; one that no agent has begun is left as it is.
   *
   * @returns whether one had
   */
  abandon(task: number, reason: string): boolean {
    const run = this.runs.of(task);
    if (run === undefined) return false;
    run.unneeded = true;
    this.cancel(task, reason);
    return true;
  }

  /**
   * The task goes back to the queue, free for any agent: its call is cut, or its wait ends. Where its
   * agent is code, that is left to itself and the other agent begins.
   */
  requeue(task: number, reason: string): void {
    const run = this.runs.of(task);
    if (run === undefined || this.cut(task, reason, 'reopen')) return;
    if (run.cutTools(reason) || run.clearBackoff() || run.codeRuns) this.endings.reopen(run);
  }

  /** Ends the wait for a next try of one task. @returns whether it backed off */
  tryNow(task: number): boolean {
    const run = this.runs.of(task);
    if (run === undefined || !run.clearBackoff()) return false;
    this.endings.putBack(run);
    return true;
  }

  /** Ends every wait for a next try; the tasks are in the queue again. */
  endBackoffs(): void {
    for (const { task } of this.runs.all()) this.tryNow(task);
  }

  /** The task's time is over: its call is cut, or it is failed where it waits. */
  expire(task: number, message: string): void {
    this.fail(task, 'timeout', message);
  }

  /** Ends a task for good as failed: its call is cut, or it is failed where it waits. */
  fail(task: number, failureClass: FailureClass, message: string): void {
    const run = this.runs.of(task);
    const failure = ownFailure(failureClass, message);
    if (run === undefined) return this.endings.failWaiting(task, failure);
    run.expired = true;
    if (run.call !== null) return run.call.abort(failureClass, message);
    if (!run.cutTools(message) && !run.clearBackoff()) this.work.drop(task);
    this.endings.fail(run, failure);
  }

  /** Cuts the task's call, if one is under way. @returns whether there was one */
  private cut(task: number, reason: string, after: AfterCut): boolean {
    const run = this.runs.of(task);
    if (run === undefined || run.call === null) return false;
    run.afterCut = after;
    run.call.abort('cancelled', reason);
    return true;
  }
}

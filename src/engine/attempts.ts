import type { CallOutcome } from '../gates/gate.ts';
import { atOnce, type Ending, forGood, type Retry, type Verdict } from '../gates/retry.ts';
import type { TurnFailure, TurnResult } from '../providers/provider.ts';
import type { Admission } from './dispatcher.ts';
import type { EngineConfig } from './engine-config.ts';
import type { EventLog } from './event-log.ts';
import { nextRoute } from './hand-over.ts';
import type { RouteRuntime } from './route-runtime.ts';
import { cancelledEvent, type EndedTask, failedEvent, finishedEvent } from './task-ends.ts';
import { TaskLimit } from './task-limit.ts';
import { type AfterCut, type LiveCall, TaskRun, type TaskRunEnds } from './task-run.ts';
import type { WorkQueue } from './work-queue.ts';

export interface AttemptsParts {
  readonly config: EngineConfig;
  readonly log: EventLog;
  readonly work: WorkQueue;
  readonly routes: readonly RouteRuntime[];
  readonly retry: Retry;
  /** A call has ended, in whatever way. */
  onCallEnd(): void;
  /** A task has ended for good, its end not yet durable. `agent` is -1 where none had it. */
  onTaskEnd(task: number, agent: number): void;
  /** There may be something to send. */
  onWork(): void;
}

/** Makes the calls of admitted tasks, and decides what comes of each when it has ended. */
export class Attempts implements TaskRunEnds {
  /** Limit of a task with its retries, for tasks that begin from now on; null for none. */
  taskSeconds: number | null;
  private readonly parts: AttemptsParts;
  /** Tasks that have begun and not ended. */
  private readonly runs = new Map<number, TaskRun>();
  private readonly inFlightByRole: Int32Array;
  private isPaused = false;

  constructor(parts: AttemptsParts) {
    this.parts = parts;
    this.taskSeconds = parts.config.taskSeconds;
    this.inFlightByRole = new Int32Array(parts.config.roles.length);
  }

  inFlightOf(role: number): number {
    return this.inFlightByRole[role];
  }

  /** While the run is paused, no time of a task passes but that of a call which still runs. */
  set paused(paused: boolean) {
    this.isPaused = paused;
    for (const { limit, inCall } of this.runs.values()) {
      if (!paused) limit?.go();
      else if (!inCall) limit?.stop();
    }
  }

  send({ task, agent, route, boundNanoUsd, maxOutputTokens, settle }: Admission): void {
    const { config, routes } = this.parts;
    const run = this.runs.get(task) ?? this.newRun(task, agent);
    run.agent = agent;
    const role = config.plan.role[task];
    this.inFlightByRole[role]++;
    this.parts.retry.budget.called();
    run.isProbe = routes[route].blocked;
    run.begin(config.state.tasks.attempts[task] + 1, route, boundNanoUsd, settle);
    const { provider, model } = routes[route].route;
    const turn = { model, messages: config.plan.messages(task), maxOutputTokens };
    const call = provider.call(turn, run);
    // A closed pool refuses at once, and then there is no call left to hold.
    if (run.inCall) run.call = call;
  }

  finished(run: TaskRun, result: TurnResult): void {
    const { usage, hints, timings } = result;
    if (timings) this.parts.routes[run.route].model.timed(timings, usage);
    const costNanoUsd = this.parts.routes[run.route].costOf(result);
    const outcome = run.outcome({ failure: null, usage, costNanoUsd, uncertain: false, hints });
    this.callEnded(run, outcome, '');
    this.parts.log.emit(finishedEvent(run, result, costNanoUsd));
    this.taskEnded(run);
  }

  attemptFailed(run: TaskRun, failure: TurnFailure): void {
    const { uncertain, hints, retryAfterMs } = failure;
    const { retry, routes } = this.parts;
    const suspect = !run.isProbe && retry.note(failure, run.progress, routes[run.route]);
    const outcome = run.outcome({
      suspect,
      failure: failure.class,
      usage: null,
      costNanoUsd: null,
      uncertain,
      hints,
      retryAfterMs,
    });
    this.callEnded(run, outcome, failure.message);
    if (failure.class === 'cancelled') this.afterCut(run, failure);
    else {
      const verdict = this.verdict(run, failure);
      if (verdict.kind !== 'wait') return this.fail(run, failure, verdict);
      this.backOff(run, failure, verdict.ms);
    }
    this.parts.onCallEnd();
  }

  /** The task's call under way; null where there is none. */
  liveCall(task: number): LiveCall | null {
    const { call, attempt, route } = this.runs.get(task) ?? { call: null };
    return call === null ? null : { call, attempt, route };
  }

  /** Cuts every call under way; their tasks go back to the queue. @returns how many there were */
  cutAll(reason: string): number {
    const inCall = [...this.runs.values()].filter((run) => run.call !== null);
    for (const run of inCall) run.call?.abort('cancelled', reason);
    return inCall.length;
  }

  /** Cuts the task's call, if one is under way. @returns whether there was one */
  cut(task: number, reason: string, after: AfterCut): boolean {
    const run = this.runs.get(task);
    if (run === undefined || run.call === null) return false;
    run.afterCut = after;
    run.call.abort('cancelled', reason);
    return true;
  }

  /** Ends a task for good, whatever it does; it is in no queue after that. */
  cancel(task: number, reason: string): void {
    if (this.cut(task, reason, 'cancel')) return;
    const run = this.runs.get(task);
    if (run === undefined) {
      const waiting = this.dropped(task);
      this.parts.log.emit(cancelledEvent(waiting, reason, false));
      return this.parts.onTaskEnd(task, waiting.agent);
    }
    if (!run.clearBackoff()) this.parts.work.drop(task);
    this.parts.log.emit(cancelledEvent(run.ended(), reason, false));
    this.taskEnded(run);
  }

  /** The task goes back to the queue, free for any agent: its call is cut, or its wait ends. */
  requeue(task: number, reason: string): void {
    const run = this.runs.get(task);
    if (run === undefined || this.cut(task, reason, 'reopen') || !run.clearBackoff()) return;
    this.forget(run);
    this.emitRequeued(run, false, false);
    this.parts.work.reopen(task, run.agent);
  }

  /** Ends the wait for a next try of one task. @returns whether it backed off */
  tryNow(task: number): boolean {
    const run = this.runs.get(task);
    if (run === undefined || !run.clearBackoff()) return false;
    this.putBack(run, false, false);
    return true;
  }

  /** Ends every wait for a next try; the tasks are in the queue again. */
  endBackoffs(): void {
    for (const task of [...this.runs.keys()]) this.tryNow(task);
  }

  /** The task's time is over: its call is cut, or it is failed where it waits. */
  expire(task: number, message: string): void {
    const run = this.runs.get(task);
    const none = { status: null, retryAfterMs: null, shouldRetry: null, hints: null };
    const failure: TurnFailure = { class: 'timeout', message, uncertain: false, ...none };
    if (run !== undefined) {
      run.expired = true;
      if (run.call !== null) return run.call.abort('timeout', message);
      if (!run.clearBackoff()) this.parts.work.drop(task);
      return this.fail(run, failure);
    }
    const waiting = this.dropped(task);
    this.parts.log.emit(failedEvent(waiting, failure, forGood));
    this.parts.onTaskEnd(task, waiting.agent);
  }

  /** The run is over: no timer of a task may keep the process alive. */
  clearTimers(): void {
    for (const run of this.runs.values()) {
      run.clearBackoff();
      run.clearLimit();
    }
  }

  /** Takes a task that has no run out of the queue: one that was never sent, or that was cut. */
  private dropped(task: number): EndedTask {
    const { work, config } = this.parts;
    const { agent, attempts, role } = config.state.tasks;
    const [route] = config.info.roles[role[task]].routes;
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

  private newRun(task: number, agent: number): TaskRun {
    const { log, config } = this.parts;
    const run = new TaskRun(task, agent, log, config.state, this);
    this.runs.set(task, run);
    const { taskSeconds } = this;
    if (taskSeconds !== null) {
      const message = `no end within ${taskSeconds} s of the task, its retries included`;
      run.limit = new TaskLimit(taskSeconds * 1000, () => this.expire(task, message));
    }
    return run;
  }

  private afterCut(run: TaskRun, failure: TurnFailure): void {
    const { task, agent } = run;
    const { afterCut } = run;
    run.afterCut = 'wait';
    if (afterCut === 'cancel') {
      const { message, uncertain } = failure;
      this.parts.log.emit(cancelledEvent(run.ended(), message, uncertain));
      return this.taskEnded(run);
    }
    // Begun anew when it is its turn again: the time until then is not the task's.
    this.forget(run);
    if (afterCut === 'wait') return this.putBack(run, true, failure.uncertain);
    this.emitRequeued(run, true, failure.uncertain);
    this.parts.work.reopen(task, agent);
  }

  private verdict(run: TaskRun, failure: TurnFailure): Verdict {
    const { config, retry, routes, work } = this.parts;
    if (run.expired) return forGood;
    const ofRole = config.info.roles[config.plan.role[run.task]].routes;
    const next = nextRoute(run, failure, ofRole, routes);
    if (next < 0) return retry.decide(failure, run.progress, routes[run.route], run.isProbe);
    work.setRoute(run.task, next);
    return atOnce;
  }

  private backOff(run: TaskRun, failure: TurnFailure, waitMs: number): void {
    this.parts.log.emit({
      type: 'task.retrying',
      task: run.task,
      agent: run.agent,
      route: run.route,
      attempt: run.attempt,
      class: failure.class,
      status: failure.status,
      message: failure.message,
      waitMs: Math.round(waitMs),
      uncertain: failure.uncertain,
      outputTokens: run.tokens,
    });
    run.backoff = setTimeout(() => {
      this.tryNow(run.task);
      this.parts.onWork();
    }, waitMs);
  }

  private putBack(run: TaskRun, cut: boolean, uncertain: boolean): void {
    this.emitRequeued(run, cut, uncertain);
    this.parts.work.putBack(run.task, run.agent);
  }

  private emitRequeued({ task, agent, tokens }: TaskRun, cut: boolean, uncertain: boolean): void {
    const outputTokens = cut ? tokens : 0;
    this.parts.log.emit({ type: 'task.requeued', task, agent, cut, uncertain, outputTokens });
  }

  private callEnded(run: TaskRun, outcome: CallOutcome, message: string): void {
    const { config, routes } = this.parts;
    this.inFlightByRole[config.plan.role[run.task]]--;
    run.settle(outcome);
    routes[run.route].learn(outcome, message, run.isProbe);
    if (this.isPaused) run.limit?.stop();
  }

  private fail(run: TaskRun, failure: TurnFailure, ending: Ending = forGood): void {
    this.parts.log.emit(failedEvent(run.ended(), failure, ending));
    this.taskEnded(run);
  }

  private taskEnded(run: TaskRun): void {
    this.forget(run);
    this.parts.onCallEnd();
    this.parts.onTaskEnd(run.task, run.agent);
  }

  private forget(run: TaskRun): void {
    run.clearLimit();
    this.runs.delete(run.task);
  }
}

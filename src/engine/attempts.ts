import type { CallOutcome } from '../gates/gate.ts';
import { atOnce, type Ending, forGood, type Retry, type Verdict } from '../gates/retry.ts';
import type { TurnFailure, TurnResult } from '../providers/provider.ts';
import type { Admission } from './dispatcher.ts';
import type { EngineConfig } from './engine-config.ts';
import type { EventLog } from './event-log.ts';
import { nextRoute } from './hand-over.ts';
import type { RouteRuntime } from './route-runtime.ts';
import {
  cancelledEvent,
  droppedTask,
  type EndedTask,
  failedEvent,
  finishedEvent,
  ownFailure,
  retryingEvent,
} from './task-ends.ts';
import type { AfterCut, LiveCall, TaskRun, TaskRunEnds } from './task-run.ts';
import { TaskRuns } from './task-runs.ts';
import type { Dialogues } from './turns/dialogues.ts';
import type { ToolDesk } from './turns/tool-desk.ts';
import { turnOf } from './turns/turn-of.ts';
import { Turns } from './turns/turns.ts';
import type { WorkQueue } from './work-queue.ts';

export interface AttemptsParts {
  readonly config: EngineConfig;
  readonly log: EventLog;
  readonly work: WorkQueue;
  readonly routes: readonly RouteRuntime[];
  readonly retry: Retry;
  readonly dialogues: Dialogues;
  /** Null where no role has tools. */
  readonly tools: ToolDesk | null;
  /** A call has ended, in whatever way. */
  onCallEnd(): void;
  /** A task has ended for good, its end not yet durable. `agent` is -1 where none had it. */
  onTaskEnd(task: number, agent: number): void;
  /** There may be something to send. */
  onWork(): void;
}

/** Makes the calls of admitted tasks, and decides what comes of each when it has ended. */
export class Attempts implements TaskRunEnds {
  private readonly parts: AttemptsParts;
  private readonly runs: TaskRuns;
  private readonly turns: Turns;
  private readonly inFlightByRole: Int32Array;

  constructor(parts: AttemptsParts) {
    this.parts = parts;
    const { config, log, dialogues, tools } = parts;
    this.inFlightByRole = new Int32Array(config.roles.length);
    const onExpire = (task: number, message: string) => this.expire(task, message);
    this.runs = new TaskRuns(
      { log, state: config.state, ends: this, onExpire },
      config.taskSeconds,
    );
    this.turns = new Turns({
      ...{ config, log, dialogues, tools },
      onNext: (run) => this.nextTurn(run),
      onFail: (run, failure) => this.fail(run, failure),
    });
  }

  inFlightOf(role: number): number {
    return this.inFlightByRole[role];
  }

  /** While the run is paused, no time of a task passes but that of what still runs. */
  set paused(paused: boolean) {
    this.runs.paused = paused;
  }

  /** Limit of a task with its retries, for tasks that begin from now on; null for none. */
  set taskSeconds(seconds: number | null) {
    this.runs.taskSeconds = seconds;
  }

  get taskSeconds(): number | null {
    return this.runs.taskSeconds;
  }

  send({ task, agent, route, boundNanoUsd, maxOutputTokens, settle }: Admission): void {
    const { config, routes, dialogues } = this.parts;
    const run = this.runs.of(task) ?? this.runs.begin(task, agent);
    run.agent = agent;
    this.inFlightByRole[config.plan.role[task]]++;
    this.parts.retry.budget.called();
    run.isProbe = routes[route].blocked;
    const attempt = config.state.tasks.attempts[task] + (run.goesOn ? 0 : 1);
    const dialogue = dialogues.of(task);
    run.begin({ attempt, turn: (dialogue?.turns ?? 0) + 1, route }, boundNanoUsd, settle);
    const { provider, model } = routes[route].route;
    const turn = turnOf(config, task, dialogue, { model, maxOutputTokens });
    const call = provider.call(turn, run);
    // A closed pool refuses at once, and then there is no call left to hold.
    if (run.inCall) run.call = call;
  }

  finished(run: TaskRun, result: TurnResult): void {
    const { usage, hints, timings } = result;
    if (timings) this.parts.routes[run.route].model.timed(timings, usage);
    const costNanoUsd = usage === null ? null : this.parts.routes[run.route].route.cost(usage);
    const outcome = run.outcome({ failure: null, usage, costNanoUsd, uncertain: false, hints });
    this.callEnded(run, outcome, '');
    if (this.turns.goesOn(run, result, costNanoUsd)) return this.parts.onCallEnd();
    const dialogue = this.parts.dialogues.of(run.task);
    this.parts.log.emit(finishedEvent(run, result, costNanoUsd, dialogue));
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
    const { call, attempt, route } = this.runs.of(task) ?? { call: null };
    return call === null ? null : { call, attempt, route };
  }

  /** Cuts every call under way; their tasks go back to the queue. @returns how many there were */
  cutAll(reason: string): number {
    const runs = this.runs.all();
    const inCall = runs.filter((run) => run.call !== null);
    for (const run of inCall) run.call?.abort('cancelled', reason);
    for (const run of runs) if (run.cutTools(reason)) this.nextTurn(run);
    return inCall.length;
  }

  /** Resolves once no tool runs any more. */
  toolsSettled(): Promise<void> {
    return this.turns.settled();
  }

  /** Cuts the task's call, if one is under way. @returns whether there was one */
  cut(task: number, reason: string, after: AfterCut): boolean {
    const run = this.runs.of(task);
    if (run === undefined || run.call === null) return false;
    run.afterCut = after;
    run.call.abort('cancelled', reason);
    return true;
  }

  /** Ends a task for good, whatever it does; it is in no queue after that. */
  cancel(task: number, reason: string): void {
    if (this.cut(task, reason, 'cancel')) return;
    const run = this.runs.of(task);
    if (run === undefined) {
      const waiting = this.dropped(task);
      this.parts.log.emit(cancelledEvent(waiting, reason, false));
      return this.parts.onTaskEnd(task, waiting.agent);
    }
    if (!run.cutTools(reason) && !run.clearBackoff()) this.parts.work.drop(task);
    this.parts.log.emit(cancelledEvent(this.ended(run), reason, false));
    this.taskEnded(run);
  }

  /** The task goes back to the queue, free for any agent: its call is cut, or its wait ends. */
  requeue(task: number, reason: string): void {
    const run = this.runs.of(task);
    if (run === undefined || this.cut(task, reason, 'reopen')) return;
    if (!run.cutTools(reason) && !run.clearBackoff()) return;
    this.runs.forget(run);
    this.emitRequeued(run, false, false);
    this.parts.work.reopen(task, run.agent);
  }

  /** Ends the wait for a next try of one task. @returns whether it backed off */
  tryNow(task: number): boolean {
    const run = this.runs.of(task);
    if (run === undefined || !run.clearBackoff()) return false;
    this.putBack(run, false, false);
    return true;
  }

  /** Ends every wait for a next try; the tasks are in the queue again. */
  endBackoffs(): void {
    for (const { task } of this.runs.all()) this.tryNow(task);
  }

  /** The task's time is over: its call is cut, or it is failed where it waits. */
  expire(task: number, message: string): void {
    const run = this.runs.of(task);
    const failure = ownFailure('timeout', message);
    if (run !== undefined) {
      run.expired = true;
      if (run.call !== null) return run.call.abort('timeout', message);
      if (!run.cutTools(message) && !run.clearBackoff()) this.parts.work.drop(task);
      return this.fail(run, failure);
    }
    const waiting = this.dropped(task);
    this.parts.log.emit(failedEvent(waiting, failure, forGood));
    this.parts.onTaskEnd(task, waiting.agent);
  }

  /** The run is over: no timer of a task may keep the process alive. */
  clearTimers(): void {
    this.runs.clearTimers();
  }

  private dropped(task: number): EndedTask {
    return droppedTask(this.parts.config, this.parts.work, task);
  }

  private afterCut(run: TaskRun, failure: TurnFailure): void {
    const { task, agent } = run;
    const { afterCut } = run;
    run.afterCut = 'wait';
    if (afterCut === 'cancel') {
      const { message, uncertain } = failure;
      this.parts.log.emit(cancelledEvent(this.ended(run), message, uncertain));
      return this.taskEnded(run);
    }
    this.runs.forget(run);
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
    this.parts.log.emit(retryingEvent(run, failure, waitMs));
    run.backoff = setTimeout(() => {
      this.tryNow(run.task);
      this.parts.onWork();
    }, waitMs);
  }

  /** The task goes on with its agent, once the gates admit its next call. */
  private nextTurn(run: TaskRun): void {
    run.goesOn = true;
    this.runs.waits(run);
    this.putBack(run, false, false);
    this.parts.onCallEnd();
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
    this.runs.waits(run);
  }

  private fail(run: TaskRun, failure: TurnFailure, ending: Ending = forGood): void {
    this.parts.log.emit(failedEvent(this.ended(run), failure, ending));
    this.taskEnded(run);
  }

  private ended(run: TaskRun): EndedTask {
    const spent = this.parts.dialogues.of(run.task)?.spent ?? null;
    return spent === null ? run.ended() : { ...run.ended(), spent };
  }

  private taskEnded(run: TaskRun): void {
    this.runs.forget(run);
    this.parts.dialogues.forget(run.task);
    this.parts.onCallEnd();
    this.parts.onTaskEnd(run.task, run.agent);
  }
}

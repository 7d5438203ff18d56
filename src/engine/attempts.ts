import type { CallOutcome } from '../gates/gate.ts';
import { atOnce, type Ending, forGood, type Retry, type Verdict } from '../gates/retry.ts';
import type { TurnFailure, TurnResult } from '../providers/provider.ts';
import type { CachedAnswer } from './cached-answer.ts';
import type { Admission } from './dispatcher.ts';
import { nextRoute } from './hand-over.ts';
import type { Assignment } from './lane.ts';
import type { RouteRuntime } from './route-runtime.ts';
import { TaskEndings, type TaskEndingsParts } from './task-endings.ts';
import { answeredEvent, cachedEvent, finishedEvent, noUsage, retryingEvent } from './task-ends.ts';
import { TaskHand } from './task-hand.ts';
import type { LiveCall, TaskRun, TaskRunEnds } from './task-run.ts';
import { TaskRuns } from './task-runs.ts';

export interface AttemptsParts extends Omit<TaskEndingsParts, 'runs'> {
  readonly routes: readonly RouteRuntime[];
  readonly retry: Retry;
  /** There may be something to send. */
  onWork(): void;
}

/** Makes the calls of admitted tasks, and decides what comes of each when it has ended. */
export class Attempts implements TaskRunEnds {
  /** What can be done to single tasks from outside. */
  readonly hand: TaskHand;
  private readonly parts: AttemptsParts;
  private readonly runs: TaskRuns;
  private readonly endings: TaskEndings;
  private readonly inFlightByRole: Int32Array;

  constructor(parts: AttemptsParts) {
    this.parts = parts;
    const { config, log } = parts;
    const { state, taskSeconds } = config;
    this.inFlightByRole = new Int32Array(config.roles.length);
    const onExpire = (task: number, message: string) => this.hand.expire(task, message);
    const limitsOf = (task: number) => config.plan.graph?.limitsOf(task) ?? null;
    this.runs = new TaskRuns({ log, state, ends: this, onExpire, limitsOf }, taskSeconds);
    this.endings = new TaskEndings({ ...parts, runs: this.runs });
    this.hand = new TaskHand(this.runs, this.endings, parts.work);
  }

  /** A task begins whose agent is code: calls follow as that wants them. */
  begin({ task, agent }: Assignment): void {
    const { config, conversations } = this.parts;
    const run = this.runs.of(task) ?? this.runs.begin(task, agent);
    this.parts.retry.budget.called();
    run.agent = agent;
    run.attempt = config.state.tasks.attempts[task] + 1;
    [run.route] = config.info.roles[config.plan.role[task]].routes;
    conversations.begin(run);
  }

  /** What is between two calls of the task has ended: it waits for the next, with its agent. */
  next(task: number): void {
    const run = this.runs.of(task);
    if (run === undefined) return;
    run.goesOn = true;
    run.codeRuns = false;
    this.runs.waits(run);
    this.endings.putBack(run);
    this.parts.onCallEnd();
  }

  /** The code of a task has given its answer. */
  answered(task: number, text: string): void {
    const { conversations } = this.parts;
    this.codeEnds(task, (run) => {
      const turns = conversations.turnsOf(task);
      this.endings.finish(run, answeredEvent(run, text, turns, conversations.spent(task)));
    });
  }

  /**
   * The code of a task has failed. Nobody knows of code that it does no harm twice: it is begun anew
   * where it says so itself, or where the operator gives retries to such failures.
   */
  codeFailed(task: number, failure: TurnFailure): void {
    const { retry, routes, conversations, onCallEnd } = this.parts;
    this.codeEnds(task, (run) => {
      const may = failure.shouldRetry ?? (retry.policy.perClass[failure.class] ?? 0) > 0;
      const { progress, route } = run;
      const verdict =
        may && !run.expired ? retry.decide(failure, progress, routes[route]) : forGood;
      if (verdict.kind !== 'wait') return this.endings.fail(run, failure, verdict);
      conversations.restart(task, 'it has failed, and is begun anew');
      run.codeRuns = false;
      this.backOff(run, failure, verdict.ms);
      this.runs.waits(run);
      onCallEnd();
    });
  }

  /**
   * The task is done without a call: an earlier run has its answer.
   *
   * @param agent that is free once this is durable; -1 for none
   */
  cached(task: number, agent: number, answer: CachedAnswer): void {
    this.endings.answerWaiting(task, agent, cachedEvent(task, answer));
  }

  /** A task is of no more use, and its last call is not why. */
  failed(task: number, failure: TurnFailure): void {
    const run = this.runs.of(task);
    if (run !== undefined) this.endings.fail(run, failure);
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
    const { config, routes, conversations } = this.parts;
    const run = this.runs.of(task) ?? this.runs.begin(task, agent);
    run.agent = agent;
    this.inFlightByRole[config.plan.role[task]]++;
    this.parts.retry.budget.called();
    run.isProbe = routes[route].blocked;
    const attempt = config.state.tasks.attempts[task] + (run.goesOn ? 0 : 1);
    run.begin({ attempt, turn: conversations.turnsOf(task) + 1, route }, boundNanoUsd, settle);
    const { provider, model } = routes[route].route;
    const turn = conversations.turn(task, attempt, { model, maxOutputTokens });
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
    const { conversations } = this.parts;
    if (conversations.goesOn(run, result, costNanoUsd)) return this.parts.onCallEnd();
    const last = { usage: usage ?? noUsage, costNanoUsd };
    const all = conversations.spentWith(run.task, last);
    if (result.embeddings !== undefined)
      this.parts.config.journal.keepVectors?.(run.task, result.embeddings);
    const event = finishedEvent(run, result, all, conversations.turnsOf(run.task), last);
    this.endings.finish(run, event);
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
      if (verdict.kind !== 'wait') return this.failForGood(run, failure, verdict);
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
    for (const run of runs) if (run.cutTools(reason)) this.next(run.task);
    return inCall.length;
  }

  /** As `cutAll`, and no code goes on. */
  stopAll(reason: string): number {
    this.abandonCode(reason);
    return this.cutAll(reason);
  }

  /** No code goes on, and the log of the run takes nothing of it any more. */
  endCode(reason: string): void {
    this.parts.conversations.close();
    this.abandonCode(reason);
  }

  /** Takes tasks from code that runs. */
  private abandonCode(reason: string): void {
    this.parts.conversations.abandonCode(reason);
    for (const run of this.runs.all()) if (run.codeRuns) this.next(run.task);
  }

  /** The run is over: no timer of a task may keep the process alive. */
  clearTimers(): void {
    this.runs.clearTimers();
  }

  private afterCut(run: TaskRun, failure: TurnFailure): void {
    const { message, uncertain } = failure;
    const { afterCut } = run;
    run.afterCut = 'wait';
    if (typeof afterCut === 'function') return afterCut(uncertain);
    if (afterCut === 'cancel') return this.endings.cancel(run, message, uncertain);
    if (afterCut === 'reopen') return this.endings.reopen(run, true, uncertain);
    // Code lives on, and may end its task while the call waits.
    if (!this.parts.conversations.hasCode(run.task)) this.runs.forget(run);
    this.endings.putBack(run, true, uncertain);
  }

  /** Ends the task of code, with the call that it may have left under way. */
  private codeEnds(task: number, end: (run: TaskRun) => void): void {
    const run = this.runs.of(task);
    if (run === undefined) return;
    if (run.call !== null) {
      run.afterCut = (uncertain) => {
        this.endings.requeued(run, true, uncertain);
        end(run);
      };
      return run.call.abort('cancelled', 'the code of its agent has ended without it');
    }
    if (!run.codeRuns && !run.clearBackoff()) this.parts.work.drop(task);
    end(run);
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
      this.hand.tryNow(run.task);
      this.parts.onWork();
    }, waitMs);
  }

  private callEnded(run: TaskRun, outcome: CallOutcome, message: string): void {
    const { config, routes } = this.parts;
    this.inFlightByRole[config.plan.role[run.task]]--;
    run.settle(outcome);
    routes[run.route].learn(outcome, message, run.isProbe);
    this.runs.waits(run);
  }

  /** A call has failed for good: with it its task, or what its agent's code makes of it. */
  private failForGood(run: TaskRun, failure: TurnFailure, ending: Ending): void {
    if (this.parts.conversations.takesFailure(run, failure)) this.parts.onCallEnd();
    else this.endings.fail(run, failure, ending);
  }
}

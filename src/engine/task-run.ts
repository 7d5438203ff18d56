import type { CallOutcome } from '../gates/gate.ts';
import { noRetries, type RetryProgress } from '../gates/retry.ts';
import type { ActiveCall, TurnFailure, TurnListener, TurnResult } from '../providers/provider.ts';
import type { RunState } from '../state/run-state.ts';
import type { EventLog } from './event-log.ts';
import type { EndedTask } from './task-ends.ts';
import type { TaskLimit } from './task-limit.ts';

/** What a task's run tells the engine when an attempt has ended. */
export interface TaskRunEnds {
  finished(run: TaskRun, result: TurnResult): void;
  attemptFailed(run: TaskRun, failure: TurnFailure): void;
}

/** A call under way, to be looked at. */
export interface LiveCall {
  readonly call: ActiveCall;
  readonly attempt: number;
  readonly route: number;
}

/** What becomes of a task whose call is cut: it waits for its agent, or for any, or ends; or else. */
export type AfterCut = 'wait' | 'reopen' | 'cancel' | ((uncertain: boolean) => void);

/** One task from its first attempt to its end, on one agent. Listens to the call under way. */
export class TaskRun implements TurnListener {
  readonly task: number;
  /** The one that has it: another where the first may not spend more. */
  agent: number;
  /** `performance.now()` ms of the first attempt. */
  readonly startedAt = performance.now();
  readonly progress: RetryProgress;
  /** Routes that would not take it: a used-up quota, a missing model. */
  refusedBy: Set<number> | null = null;
  attempt = 0;
  /** Calls of it, in this try and before, whose answers it goes on from; the one under way counts. */
  turn = 1;
  /** The next call goes on with the same try. */
  goesOn = false;
  /** The code of its agent runs, and not a call of it. */
  codeRuns = false;
  /** Cuts the tools that run for it; null where none do. */
  tools: AbortController | null = null;
  route = 0;
  /** The attempt shows whether its route is back: a failure is not the task's. */
  isProbe = false;
  call: ActiveCall | null = null;
  /** True from the start of an attempt to its end. */
  inCall = false;
  /** Pending while the task backs off. */
  backoff: NodeJS.Timeout | null = null;
  afterCut: AfterCut = 'wait';
  /** Nobody needs its answer any more. */
  unneeded = false;
  /** Where the task has a time limit of its own. */
  limit: TaskLimit | null = null;
  /** That limit has passed. */
  expired = false;
  /** Tells the gates how the call ended. */
  settle: (outcome: CallOutcome) => void = () => {};
  attemptAt = 0;
  firstTokenMs: number | null = null;
  /** How much of `firstTokenMs` went into opening a connection. */
  private connectMs = 0;
  /** Tokens that have arrived in this attempt. */
  tokens = 0;
  private readonly log: EventLog;
  private readonly state: RunState;
  private readonly ends: TaskRunEnds;

  /** @param retries tries after the first, where the task itself says so */
  constructor(
    task: number,
    agent: number,
    log: EventLog,
    state: RunState,
    ends: TaskRunEnds,
    retries: number | null,
  ) {
    this.progress = noRetries(retries);
    this.task = task;
    this.agent = agent;
    this.log = log;
    this.state = state;
    this.ends = ends;
  }

  /** A call is about to be made. @param turn 1 unless it goes on from earlier answers */
  begin(
    { attempt, turn, route }: Pick<TaskRun, 'attempt' | 'turn' | 'route'>,
    reservedNanoUsd: number | null,
    settle: (outcome: CallOutcome) => void,
  ): void {
    this.attempt = attempt;
    this.turn = turn;
    this.goesOn = false;
    this.route = route;
    this.settle = settle;
    this.attemptAt = performance.now();
    this.firstTokenMs = null;
    this.connectMs = 0;
    this.tokens = 0;
    this.inCall = true;
    this.codeRuns = false;
    const { task, agent } = this;
    const further = turn > 1 ? { turn } : {};
    this.log.emit({
      type: 'task.started',
      task,
      agent,
      route,
      attempt,
      reservedNanoUsd,
      ...further,
    });
  }

  sent(onNewConnection: boolean): void {
    // Nought is for a kept connection alone, however fast a new one was opened.
    const connectMs = onNewConnection ? Math.max(0.1, this.sinceAttempt()) : 0;
    this.connectMs = connectMs;
    this.log.emit({ type: 'call.sent', task: this.task, agent: this.agent, connectMs });
  }

  stage(words: string): void {
    const { task, agent } = this;
    this.log.emit({ type: 'call.stage', task, agent, stage: words });
  }

  delta(): void {
    if (this.firstTokenMs === null) {
      this.firstTokenMs = this.sinceAttempt();
      const { task, agent, firstTokenMs } = this;
      this.log.emit({ type: 'call.streaming', task, agent, firstTokenMs });
    }
    this.tokens++;
    this.state.countTokens(this.agent, 1);
  }

  done(result: TurnResult): void {
    this.call = null;
    this.inCall = false;
    this.ends.finished(this, result);
  }

  failed(failure: TurnFailure): void {
    this.call = null;
    this.inCall = false;
    this.ends.attemptFailed(this, failure);
  }

  /** A call of it is under way, or its tools or its code run. */
  get isAtWork(): boolean {
    return this.inCall || this.codeRuns || this.tools !== null;
  }

  /** What its end says, from what is known now. */
  ended(): EndedTask {
    const { task, agent, route, attempt, tokens } = this;
    const durationMs = this.sinceStart();
    return { task, agent, route, attempts: attempt, durationMs, outputTokens: tokens };
  }

  /** What the gates are told of the call that has just ended. */
  outcome(
    end: Pick<CallOutcome, 'failure' | 'usage' | 'costNanoUsd' | 'uncertain' | 'hints'> &
      Partial<CallOutcome>,
  ): CallOutcome {
    const { firstTokenMs, connectMs } = this;
    return {
      suspect: false,
      startedAt: this.attemptAt,
      endedAt: performance.now(),
      firstTokenMs: firstTokenMs === null ? null : Math.max(0, firstTokenMs - connectMs),
      outputTokens: end.usage?.outputTokens ?? this.tokens,
      retryAfterMs: null,
      ...end,
    };
  }

  /** @returns whether it was backing off */
  clearBackoff(): boolean {
    if (this.backoff === null) return false;
    clearTimeout(this.backoff);
    this.backoff = null;
    return true;
  }

  /** Cuts the tools that run for it. @returns whether there were any */
  cutTools(reason: string): boolean {
    if (this.tools === null) return false;
    this.tools.abort(new DOMException(reason, 'AbortError'));
    this.tools = null;
    return true;
  }

  clearLimit(): void {
    this.limit?.stop();
    this.limit = null;
  }

  /** ms since the attempt began, to a tenth. */
  sinceAttempt(): number {
    return tenth(performance.now() - this.attemptAt);
  }

  /** ms since the first attempt began, to a tenth. */
  sinceStart(): number {
    return tenth(performance.now() - this.startedAt);
  }
}

function tenth(ms: number): number {
  return Math.round(ms * 10) / 10;
}

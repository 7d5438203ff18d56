import type { FailureClass } from '../state/events.ts';
import type { RawRequest, ReplyHead } from '../state/raw-call.ts';
import {
  type CallFlow,
  type CallStep,
  type ExchangeStep,
  failureOfFlow,
  nothing,
  type ParallelStep,
  StepFailure,
} from './call-flow.ts';
import { type CallTimeouts, lateWords } from './call-timeouts.ts';
import type { Clearing } from './clearing.ts';
import type { Deadline } from './deadline-clock.ts';
import { plainFailure } from './failure.ts';
import { HttpCall, type HttpCallParts } from './http-call.ts';
import { ParallelExchanges } from './parallel-exchanges.ts';
import type {
  ActiveCall,
  BodyListener,
  Turn,
  TurnFailure,
  TurnListener,
  TurnResult,
} from './provider.ts';
import { rawRequest } from './raw-request.ts';
import type { WireProtocol } from './wire-protocol.ts';

/** What a call that has ended may still say to the service, ms. */
const clearingMs = 1_000;

export interface SteppedCallParts extends Omit<HttpCallParts, 'protocol'> {
  readonly protocol: WireProtocol;
}

/**
 * A call of several exchanges, one after the other, as its flow says. Its limits are those of one
 * call: each exchange is given what is left of them.
 *
 * An answer is told once what the call has made at the service is cleared away, so that no socket is
 * used beyond the call; a failure, and a cut, at once, and clearing away goes on after it.
 */
export class SteppedCall implements ActiveCall, Deadline {
  deadlineAt = Number.POSITIVE_INFINITY;
  private readonly parts: SteppedCallParts;
  private readonly turn: Turn;
  private readonly flow: CallFlow;
  private readonly clearing: Clearing;
  /** Null once it has been told the end. */
  private listener: TurnListener | null;
  private startedAt = performance.now();
  private sentAt: number | null = null;
  /** The model may have worked for the call. */
  private billed = false;
  /** What the call waits for; null while its flow is asked what is next. */
  private step: CallStep | null = null;
  private http: HttpCall | null = null;
  /** Exchanges that are made at the same time. */
  private parallel: ParallelExchanges<HttpCall> | null = null;
  /** The exchange before, whose connection the next is to have. */
  private previous: HttpCall | null = null;
  /** The exchange to show: the one that asks for the answer, or the last before it. */
  private shown: { readonly bills: boolean; readonly http: HttpCall } | null = null;
  private timer: NodeJS.Timeout | null = null;
  /** Whole, and not told yet. */
  private answer: TurnResult | null = null;
  /** Thrown into the flow: told unless it goes another way. */
  private thrown: TurnFailure | null = null;
  /** `performance.now()` ms; null until it begins to clear away. */
  private clearBy: number | null = null;
  private listening: BodyListener | null = null;

  constructor(
    parts: SteppedCallParts,
    turn: Turn,
    listener: TurnListener | null,
    flow: CallFlow,
    clearing: Clearing,
  ) {
    this.parts = parts;
    this.turn = turn;
    this.listener = listener;
    this.flow = flow;
    this.clearing = clearing;
    parts.clock.add(this);
    this.advance(() => flow.next(nothing));
  }

  /** Runs a flow that nobody waits for. */
  static clearAway(parts: SteppedCallParts, flow: CallFlow, clearing: Clearing): void {
    const noTurn: Turn = { model: '', messages: [], maxOutputTokens: null };
    new SteppedCall(parts, noTurn, null, flow, clearing);
  }

  abort(failureClass: FailureClass, message: string): void {
    if (this.listener === null) return;
    // Bought and whole: it is not thrown away for what is only cleared away.
    if (this.answer !== null) return this.tell();
    const { http, parallel } = this;
    this.step = null;
    this.http = null;
    this.parallel = null;
    this.stopWaiting();
    http?.abort(failureClass, message);
    parallel?.abort(failureClass, message);
    this.thrown = plainFailure(failureClass, message, this.billed);
    this.tell();
    this.advance(() => this.flow.return());
  }

  partialText(): string {
    return this.http?.partialText() || this.shown?.http.partialText() || '';
  }

  rawRequest(key: string): RawRequest {
    const { protocol, connections } = this.parts;
    return (
      this.shown?.http.rawRequest(key) ?? rawRequest(protocol, connections.origin, this.turn, key)
    );
  }

  replyHead(): ReplyHead | null {
    return this.shown?.http.replyHead() ?? null;
  }

  listen(listener: BodyListener | null): void {
    this.listening = listener;
    this.shown?.http.listen(listener);
  }

  postpone(ms: number): void {
    this.startedAt += ms;
    this.deadlineAt += ms;
    if (this.sentAt !== null) this.sentAt += ms;
    if (this.clearBy !== null) this.clearBy += ms;
  }

  /** The time of a wait between two exchanges is over. */
  expire(now: number): void {
    const { timeouts } = this.parts;
    const isEnd = now >= this.startedAt + timeouts.totalMs;
    const phase = this.sentAt === null ? 'connect' : 'first token';
    this.abort('timeout', lateWords(isEnd ? 'end' : phase, timeouts));
  }

  /** What the exchange of a step tells, as long as it is the one under way. */
  private listenerOf(step: ExchangeStep): TurnListener {
    const isNow = () => this.step === step;
    return {
      sent: (onNewConnection) => {
        if (isNow()) this.sent(step, onNewConnection);
      },
      delta: (text) => {
        if (isNow()) this.listener?.delta(text);
      },
      done: (result) => {
        if (isNow()) this.advance(() => this.flow.next(result));
      },
      failed: (failure) => {
        if (isNow()) this.failed(step, failure);
      },
    };
  }

  private sent({ bills }: ExchangeStep, onNewConnection: boolean): void {
    this.billed ||= bills;
    if (this.sentAt !== null) return;
    this.sentAt = performance.now();
    this.listener?.sent(onNewConnection);
  }

  private failed({ clears, bills }: ExchangeStep, failure: TurnFailure): void {
    if (clears) return this.advance(() => this.flow.next(nothing));
    // Once the model works, what goes wrong beside its own exchange says nothing of the bill.
    this.throwIn({ ...failure, uncertain: bills ? failure.uncertain : this.billed });
  }

  private throwIn(failure: TurnFailure): void {
    this.thrown = failure;
    this.advance(() => this.flow.throw(new StepFailure(failure)));
  }

  /** Goes on with the flow until it waits for something or has ended. */
  private advance(resume: () => IteratorResult<CallStep, void>): void {
    this.step = null;
    this.http = null;
    this.parallel = null;
    try {
      let next = resume();
      while (!next.done && next.value.kind === 'answer') {
        this.answer = next.value.result;
        next = this.flow.next(nothing);
      }
      if (!next.done) return this.begin(next.value);
      this.thrown ??= plainFailure('truncated', 'the call ended without an answer', this.billed);
    } catch (error) {
      this.thrown = failureOfFlow(error, this.billed);
    }
    this.tell();
    this.parts.clock.delete(this);
    this.clearing.end(this);
  }

  private begin(step: CallStep): void {
    this.step = step;
    if (step.kind === 'wait') this.wait(step.until);
    if (step.kind !== 'exchange' && step.kind !== 'parallel') return;
    if (step.kind === 'exchange' && step.clears) this.clear();
    else this.thrown = null;
    const ask = () => (step.kind === 'exchange' ? this.exchange(step) : this.exchangeAll(step));
    if (this.previous === null) ask();
    else
      this.previous.whenFree(() => {
        if (this.step === step) ask();
      });
  }

  private exchangeAll(step: ParallelStep): void {
    this.listener?.stage?.(step.stage);
    // Whoever was told may have cut the call.
    if (this.step !== step) return;
    this.parallel = new ParallelExchanges<HttpCall>(step, {
      open: (protocol, told) => {
        const start = { at: this.startedAt, sentAt: this.sentAt };
        return new HttpCall({ ...this.parts, start, protocol }, this.turn, told);
      },
      sent: (of, onNewConnection) => this.sent(of, onNewConnection),
      done: (last) => {
        this.previous = last;
        this.advance(() => this.flow.next(nothing));
      },
      failed: (of, failure) => this.failed(of, failure),
    });
    if (this.step !== step) this.parallel.abort('cancelled', 'the call is over');
  }

  private exchange(step: ExchangeStep): void {
    if (step.stage !== null) this.listener?.stage?.(step.stage);
    // Whoever was told may have cut the call.
    if (this.step !== step) return;
    const { parts, sentAt, startedAt } = this;
    const limits = step.clears
      ? { timeouts: this.clearingTimeouts() }
      : { start: { at: startedAt, sentAt } };
    const told = this.listenerOf(step);
    const http = new HttpCall({ ...parts, ...limits, protocol: step }, this.turn, told);
    // A closed pool refuses at once, and who was told that it is sent may have cut the call.
    if (this.step !== step) return http.abort('cancelled', 'the call is over');
    this.http = http;
    this.previous = http;
    if (step.clears || (this.shown?.bills && !step.bills)) return;
    this.shown?.http.listen(null);
    this.shown = { bills: step.bills, http };
    http.listen(this.listening);
  }

  private wait(until: number | Promise<unknown>): void {
    const { connectMs, firstTokenMs, totalMs } = this.parts.timeouts;
    const phaseEnd = this.sentAt === null ? this.startedAt + connectMs : this.sentAt + firstTokenMs;
    this.deadlineAt = Math.min(phaseEnd, this.startedAt + totalMs);
    const { step } = this;
    const goOn = (resume: () => void) => {
      if (this.step !== step) return;
      this.stopWaiting();
      resume();
    };
    const next = () => goOn(() => this.advance(() => this.flow.next(nothing)));
    if (typeof until === 'number') this.timer = setTimeout(next, until);
    else
      until.then(next, (error: Error) =>
        goOn(() => this.throwIn(plainFailure('auth', error.message, this.billed))),
      );
  }

  private stopWaiting(): void {
    this.deadlineAt = Number.POSITIVE_INFINITY;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  /** From here on nothing is asked for any more. */
  private clear(): void {
    this.clearing.begin(this);
    if (this.thrown !== null) this.tell();
  }

  private clearingTimeouts(): CallTimeouts {
    this.clearBy ??= performance.now() + clearingMs;
    const leftMs = Math.max(1, this.clearBy - performance.now());
    return { connectMs: leftMs, firstTokenMs: leftMs, idleMs: leftMs, totalMs: leftMs };
  }

  /** Tells the end, once. */
  private tell(): void {
    const { listener, answer, thrown } = this;
    this.listener = null;
    if (answer !== null) listener?.done(answer);
    else if (thrown !== null) listener?.failed(thrown);
  }
}

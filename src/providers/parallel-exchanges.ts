import type { ExchangeStep, ParallelStep } from './call-flow.ts';
import type { ActiveCall, TurnFailure, TurnListener } from './provider.ts';

export interface ParallelParts<Call extends ActiveCall> {
  /** Begins an exchange. */
  open(step: ExchangeStep, listener: TurnListener): Call;
  sent(step: ExchangeStep, onNewConnection: boolean): void;
  /** All have ended well. @param last the one that did so last */
  done(last: Call): void;
  /** One has failed; the others are cut. */
  failed(step: ExchangeStep, failure: TurnFailure): void;
}

/** Exchanges that wait for nothing of each other: a few at a time, until all have ended or one has failed. */
export class ParallelExchanges<Call extends ActiveCall> {
  private readonly steps: readonly ExchangeStep[];
  private readonly parts: ParallelParts<Call>;
  private readonly underWay = new Map<ExchangeStep, Call>();
  private next = 0;
  private ended = 0;
  private isOver = false;

  constructor({ steps, atOnce }: ParallelStep, parts: ParallelParts<Call>) {
    this.steps = steps;
    this.parts = parts;
    for (let begun = 0; begun < Math.min(atOnce, steps.length); begun++) this.begin();
  }

  /** Cuts those under way; nothing is told after it. */
  abort(failureClass: TurnFailure['class'], message: string): void {
    this.isOver = true;
    for (const call of this.underWay.values()) call.abort(failureClass, message);
    this.underWay.clear();
  }

  private begin(): void {
    if (this.isOver || this.next >= this.steps.length) return;
    const step = this.steps[this.next++];
    let isUnderWay = true;
    const call = this.parts.open(step, {
      sent: (onNewConnection) => {
        if (!this.isOver) this.parts.sent(step, onNewConnection);
      },
      delta: () => {},
      done: () => {
        isUnderWay = false;
        this.endedWell(step);
      },
      failed: (failure) => {
        isUnderWay = false;
        this.underWay.delete(step);
        if (this.isOver) return;
        this.abort('cancelled', 'another part of the call has failed');
        this.parts.failed(step, failure);
      },
    });
    // A closed pool refuses at once.
    if (isUnderWay && !this.isOver) this.underWay.set(step, call);
    else if (isUnderWay) call.abort('cancelled', 'the call is over');
  }

  private endedWell(step: ExchangeStep): void {
    const call = this.underWay.get(step);
    this.underWay.delete(step);
    if (this.isOver) return;
    this.ended++;
    if (this.ended < this.steps.length) return this.begin();
    this.isOver = true;
    if (call !== undefined) this.parts.done(call);
  }
}

import type { FailureClass } from '../state/events.ts';
import type { RawCommand, RawRequest } from '../state/raw-call.ts';
import { plainFailure } from './failure.ts';
import type { ActiveCall, TurnListener } from './provider.ts';

/** Why a call is refused on this side. */
export interface CallRefusal {
  readonly class: FailureClass;
  readonly message: string;
  /** What would have been sent or run, as far as there is such. */
  readonly request: RawRequest | RawCommand;
}

/**
 * A call that is refused on this side, with nothing sent. It is told in a later turn of the event
 * loop, so that whoever has many of them to make does not go deeper with each.
 */
export class RefusedCall implements ActiveCall {
  private readonly refusal: CallRefusal;
  private listener: TurnListener | null;

  constructor(refusal: CallRefusal, listener: TurnListener) {
    this.refusal = refusal;
    this.listener = listener;
    setImmediate(() => this.abort(refusal.class, refusal.message));
  }

  abort(failureClass: FailureClass, message: string): void {
    const { listener } = this;
    this.listener = null;
    listener?.failed(plainFailure(failureClass, message, false));
  }

  partialText(): string {
    return '';
  }

  rawRequest(): RawRequest | RawCommand {
    return this.refusal.request;
  }

  replyHead(): null {
    return null;
  }

  listen(): void {}
}

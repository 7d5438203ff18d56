import type { FailureClass } from '../state/events.ts';
import type { RawRequest } from '../state/raw-call.ts';
import { plainFailure } from './failure.ts';
import type { ActiveCall, TurnListener } from './provider.ts';

/**
 * A call that is refused on this side, with nothing sent. It is told in a later turn of the event
 * loop, so that whoever has many of them to make does not go deeper with each.
 */
export class RefusedCall implements ActiveCall {
  private readonly origin: string;
  private listener: TurnListener | null;

  /** @param origin where it would have gone */
  constructor(message: string, origin: string, listener: TurnListener) {
    this.origin = origin;
    this.listener = listener;
    setImmediate(() => this.abort('invalid-request', message));
  }

  abort(failureClass: FailureClass, message: string): void {
    const { listener } = this;
    this.listener = null;
    listener?.failed(plainFailure(failureClass, message, false));
  }

  partialText(): string {
    return '';
  }

  /** There is none: it would have gone there. */
  rawRequest(): RawRequest {
    return { method: 'POST', url: this.origin, headers: {}, body: '' };
  }

  replyHead(): null {
    return null;
  }

  listen(): void {}
}

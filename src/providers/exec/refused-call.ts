import type { FailureClass } from '../../state/events.ts';
import type { RawCommand } from '../../state/raw-call.ts';
import { plainFailure } from '../failure.ts';
import type { ActiveCall, TurnListener } from '../provider.ts';

/** A call that a closed route does not begin; it says so once its caller has it. */
export class RefusedCall implements ActiveCall {
  private readonly command: RawCommand;
  private listener: TurnListener | null;

  constructor(command: RawCommand, listener: TurnListener) {
    this.command = command;
    this.listener = listener;
    queueMicrotask(() => this.abort('cancelled', 'the route is closed'));
  }

  abort(failureClass: FailureClass, message: string): void {
    const { listener } = this;
    this.listener = null;
    listener?.failed(plainFailure(failureClass, message, false));
  }

  partialText(): string {
    return '';
  }

  rawRequest(): RawCommand {
    return this.command;
  }

  replyHead(): null {
    return null;
  }

  listen(): void {}
}

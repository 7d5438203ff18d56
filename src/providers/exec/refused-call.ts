import type { FailureClass } from '../../state/events.ts';
import type { RawCommand } from '../../state/raw-call.ts';
import { plainFailure } from '../failure.ts';
import type { ActiveCall, TurnListener } from '../provider.ts';

/** A call that is not begun; it says why once its caller has it. */
export class RefusedCall implements ActiveCall {
  private readonly command: RawCommand;
  private listener: TurnListener | null;

  /** @param command that would have run */
  constructor(
    command: RawCommand,
    failureClass: FailureClass,
    message: string,
    listener: TurnListener,
  ) {
    this.command = command;
    this.listener = listener;
    queueMicrotask(() => this.abort(failureClass, message));
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

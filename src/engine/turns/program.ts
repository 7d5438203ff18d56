import { CallFailure } from '../../agents/code-failures.ts';
import { codeScope } from '../../agents/code-scope.ts';
import type { Turn, TurnFailure, TurnResult } from '../../providers/provider.ts';

/** A call that the code of an agent wants made: what its route does not decide. */
export type WantedTurn = Omit<Turn, 'model' | 'maxOutputTokens'> & {
  readonly maxOutputTokens?: number;
};

interface Pending {
  readonly turn: WantedTurn;
  resolve(result: TurnResult): void;
  reject(error: Error): void;
}

/** Upper estimate of what a message takes beside its text, in tokens. */
const tokensPerMessage = 16;

/** The code of one task under way, and the call that it waits for. */
export class Program {
  /** Pieces of its answer that are there. */
  partial = '';
  private readonly cut = new AbortController();
  /** Null while its code runs. */
  private pending: Pending | null = null;
  /** An agent makes one call at a time: what it wants besides waits for it. */
  private last: Promise<unknown> = Promise.resolve();
  private readonly onWant: () => void;

  /** @param onWant it waits for a call from now on */
  constructor(onWant: () => void) {
    this.onWant = onWant;
  }

  /** Aborted when nobody waits for its answer any more. */
  get signal(): AbortSignal {
    return this.cut.signal;
  }

  get wanted(): WantedTurn | null {
    return this.pending?.turn ?? null;
  }

  /** Upper estimate of the tokens that the wanted call sends. */
  get tokens(): number {
    const { messages = [], texts = [] } = this.pending?.turn ?? {};
    const all = [...messages.map(({ content }) => content), ...texts];
    return all.reduce(
      (sum, text) => sum + Math.ceil(Buffer.byteLength(text) / 2) + tokensPerMessage,
      0,
    );
  }

  want(turn: WantedTurn): Promise<TurnResult> {
    const next = this.last.then(
      () =>
        new Promise<TurnResult>((resolve, reject) => {
          const { signal } = this;
          if (signal.aborted) return reject(signal.reason);
          this.pending = { turn, resolve, reject };
          // What comes of it is not the code's.
          codeScope.exit(this.onWant);
        }),
    );
    this.last = next.catch(() => {});
    return next;
  }

  answered(result: TurnResult): void {
    this.take()?.resolve(result);
  }

  failed(failure: TurnFailure): void {
    this.take()?.reject(new CallFailure(failure));
  }

  /** Nobody waits for its answer any more. */
  abort(reason: string): void {
    this.cut.abort(new DOMException(reason, 'AbortError'));
    this.take()?.reject(this.signal.reason);
  }

  private take(): Pending | null {
    const { pending } = this;
    this.pending = null;
    return pending;
  }
}

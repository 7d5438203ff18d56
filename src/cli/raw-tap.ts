import type { LiveCall } from '../engine/task-run.ts';
import type { KeptBody, RawCall } from '../state/raw-call.ts';

/** Characters of a reply that are kept at most. */
const mostCharacters = 1_000_000;

/** Keeps the reply of one call, from the moment on at which somebody looks at it. */
export class RawTap {
  readonly live: LiveCall;
  private text = '';
  private cut = false;
  private readonly fromStart: boolean;
  private readonly decoder = new TextDecoder();

  constructor(live: LiveCall) {
    this.live = live;
    // Before the reply's head nothing of its body can have been missed.
    this.fromStart = live.call.replyHead() === null;
    live.call.listen((bytes) => this.take(bytes));
  }

  close(): void {
    this.live.call.listen(null);
  }

  /**
   * @param isLive whether the call is still under way
   * @param key a name in place of the secret
   */
  raw(isLive: boolean, key: string): RawCall {
    const { call, attempt } = this.live;
    const head = call.replyHead();
    return {
      attempt,
      live: isLive,
      request: call.rawRequest(key),
      asSent: true,
      head,
      body: head === null ? null : this.body(),
    };
  }

  private body(): KeptBody {
    const { text, fromStart, cut } = this;
    return { text, fromStart, cut };
  }

  private take(bytes: Buffer): void {
    if (this.cut) return;
    this.text += this.decoder.decode(bytes, { stream: true });
    this.cut = this.text.length > mostCharacters;
  }
}

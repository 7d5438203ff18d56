import type {
  ActiveCall,
  ConnectionListener,
  HealthReport,
  Provider,
  RouteTraffic,
  Turn,
  TurnFailure,
  TurnListener,
} from '../../../src/providers/provider.ts';
import type { FailureClass } from '../../../src/state/events.ts';
import type { RawRequest } from '../../../src/state/raw-call.ts';
import type { Chance } from '../../helpers/chance.ts';
import { usualTimeouts } from '../../helpers/tuning.ts';
import type { Book, BookedCall } from './book.ts';
import { type FaultName, type FaultStage, failureOf, faults } from './faults.ts';
import { taskOf } from './prompts.ts';
import type { RouteTraits } from './scenario.ts';

/** What closing its sockets takes a provider at most, ms. */
const longestCloseMs = 20;
/** What it takes to say that it is there, ms. */
const checkMs = 80;

/** A route whose calls are acted out on the clock of the globals. It keeps the book of them. */
export class ModelProvider implements Provider {
  onConnection: ConnectionListener | null = null;
  timeouts = usualTimeouts;
  pool = 1_000;
  readonly traits: RouteTraits;
  readonly chance: Chance;
  readonly answer: (chance: Chance) => string;
  private readonly route: number;
  private readonly book: Book;
  private readonly startedAt = performance.now();
  private readonly running = new Set<ModelCall>();
  private closed = false;
  /** Ends the question that is asked now. */
  private endCheck: () => void = () => {};

  /** @param answer what it answers */
  constructor(
    route: number,
    traits: RouteTraits,
    book: Book,
    chance: Chance,
    answer: (chance: Chance) => string,
  ) {
    this.answer = answer;
    this.route = route;
    this.traits = traits;
    this.book = book;
    this.chance = chance;
  }

  call(turn: Turn, listener: TurnListener): ActiveCall {
    const booked = this.book.begin(taskOf(turn.messages), this.route);
    const call = new ModelCall(this, booked, turn, listener);
    this.running.add(call);
    call.begin(this.closed ? 'refused at once' : this.fault());
    return call;
  }

  ended(call: ModelCall): Book {
    this.running.delete(call);
    return this.book;
  }

  /** It is asked of a route at rest alone. */
  async check(): Promise<HealthReport | null> {
    if (this.running.size > 0) throw new Error('asked whether it is there while it answers');
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, checkMs);
      this.endCheck = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    return this.closed ? null : { ok: true, detail: '' };
  }

  traffic(): RouteTraffic {
    return { openSockets: this.running.size, bytesIn: 0, bytesOut: 0 };
  }

  async close(): Promise<number> {
    this.closed = true;
    this.endCheck();
    const open = this.running.size;
    for (const call of [...this.running]) call.abort('network', 'the connection was closed');
    await new Promise<void>((resolve) => {
      setTimeout(resolve, this.chance.between(0, longestCloseMs));
    });
    return open;
  }

  /** How a call that begins now is to fail; null where it is to be answered. */
  private fault(): FaultName | null {
    const { chance, traits } = this;
    const t = performance.now() - this.startedAt;
    if (traits.refusedFromMs !== null && t >= traits.refusedFromMs) return 'unauthorized';
    for (const { fromMs, untilMs, fault } of traits.outages)
      if (t >= fromMs && t < untilMs) return fault;
    if (!chance.happens(traits.faultShare)) return null;
    return traits.faults[chance.weighted(traits.faults.map(([, weight]) => weight))][0];
  }
}

/** One call: connects, waits, streams, and ends well or with its fault. */
class ModelCall implements ActiveCall {
  private readonly provider: ModelProvider;
  private readonly booked: BookedCall;
  private readonly turn: Turn;
  private readonly listener: TurnListener;
  private timer: NodeJS.Timeout | null = null;
  private over = false;
  private sent = false;
  private fault: FaultName | null = null;
  private deltas = 0;
  private deltasLeft = 0;

  constructor(provider: ModelProvider, booked: BookedCall, turn: Turn, listener: TurnListener) {
    this.provider = provider;
    this.booked = booked;
    this.turn = turn;
    this.listener = listener;
  }

  begin(fault: FaultName | null): void {
    const { chance, traits } = this.provider;
    this.fault = fault;
    this.deltasLeft = chance.whole(1, traits.deltas);
    if (this.failsAt('at once')) return this.fail();
    // On a kept connection the request may be written before `call` has answered.
    if (chance.happens(traits.keptShare)) return this.connected(false);
    this.after(traits.connectMs, () => this.connected(true));
  }

  abort(failureClass: FailureClass, message: string): void {
    const none = { status: null, retryAfterMs: null, shouldRetry: null, hints: null };
    this.end({ class: failureClass, message, ...none, uncertain: this.sent });
  }

  partialText(): string {
    return 'a '.repeat(this.deltas);
  }

  rawRequest(): RawRequest {
    return { method: 'POST', url: 'model://', headers: {}, body: '' };
  }

  replyHead(): null {
    return null;
  }

  listen(): void {}

  private connected(isNew: boolean): void {
    if (this.failsAt('connecting')) return this.after(1, () => this.fail());
    this.sent = true;
    this.listener.sent(isNew);
    this.after(this.provider.traits.firstTokenMs, () => this.answering());
  }

  private answering(): void {
    if (this.failsAt('waiting')) return this.fail();
    this.deltas++;
    this.deltasLeft--;
    this.listener.delta('a ');
    if (this.deltasLeft > 0 && !this.over)
      this.after(this.provider.traits.deltaMs, () => this.answering());
    else this.after(1, () => (this.fault === null ? this.finish() : this.fail()));
  }

  private finish(): void {
    if (this.over) return;
    this.over = true;
    const { chance, traits } = this.provider;
    const result = {
      text: this.provider.answer(chance),
      finishReason: 'stop',
      hints: null,
      usage: chance.happens(traits.noUsageShare)
        ? null
        : {
            // Below what any estimate before the call may say: words have 6 characters a token.
            inputTokens: chance.whole(1, 1 + (lengthOf(this.turn) >> 3)),
            cacheReadTokens: 0,
            cacheWriteTokens: 0,
            outputTokens: chance.whole(1, this.turn.maxOutputTokens ?? 1),
            estimated: false,
          },
    };
    this.provider.ended(this).answered(this.booked, result);
    this.listener.done(result);
  }

  private failsAt(stage: FaultStage): boolean {
    return this.fault !== null && faults[this.fault].stage === stage;
  }

  private fail(): void {
    this.end(failureOf(this.fault ?? 'server error', this.provider.chance));
  }

  private end(failure: TurnFailure): void {
    if (this.over) return;
    this.over = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.provider.ended(this).failed(this.booked, failure, this.deltas);
    this.listener.failed(failure);
  }

  private after(usualMs: number, next: () => void): void {
    this.timer = setTimeout(next, usualMs * this.provider.chance.magnitude(0.3, 3));
  }
}

function lengthOf({ messages }: Turn): number {
  return messages.reduce((sum, { content }) => sum + content.length, 0);
}

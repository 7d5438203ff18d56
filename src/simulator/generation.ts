import { type FaultAct, type FaultConfig, type FaultName, faultProblem, faults } from './faults.ts';
import type { Headers, Reply } from './http/reply.ts';
import type { Pace } from './pace.ts';
import type { Problem, Protocol, ReplyShape } from './protocols/protocol.ts';
import type { RecordedCall } from './recorder.ts';
import type { Waiter } from './service-queue.ts';
import type { Ticker, Timed } from './ticker.ts';
import { WireWriter } from './wire-writer.ts';

/** Everything that one generation call needs, decided before it starts. */
export interface GenerationPlan {
  readonly reply: Reply;
  readonly call: RecordedCall;
  readonly protocol: Protocol;
  readonly shape: ReplyShape;
  readonly tokens: readonly string[];
  readonly stream: boolean;
  readonly pace: Pace;
  readonly faultConfig: FaultConfig;
  /** What the reply tells in place of the answer, its status being well; null where it answers. */
  readonly inside: Problem | null;
  /** Headers of a reply that goes well: about the limits. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface GenerationListener {
  /** It is in service; the time of its reply begins. */
  started(): void;
  /** A fault demands that for a moment no connection is accepted. */
  restarted(): void;
  /** Once: the reply has ended, or was cut by either side. */
  ended(generation: Generation): void;
}

/** Acts after which the reply goes on to its end. */
const harmless: ReadonlySet<FaultAct['act']> = new Set(['slow', 'answer', 'wire']);

/** Two sums of the same times may differ in their last digits, ms. */
const rounding = 1e-3;

/** What a cut stream needs so that the client reads its last bytes before it sees the reset, ms. */
const settleMs = 12;

const streamErrorMessage = 'The simulator was told to fail this call while it was answered.';

const brokenPage =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n' +
  '<body><center><h1>502 Bad Gateway</h1></center></body>\r\n</html>\r\n';

/**
 * One call that generates text: sends the parts of its reply when they are due, or what its fault
 * makes of it. Driven by the ticker alone, without a timer, a promise or a closure of its own.
 */
export class Generation implements Timed, Waiter {
  dueT = 0;
  readonly #plan: GenerationPlan;
  readonly #ticker: Ticker;
  readonly #listener: GenerationListener;
  readonly #fault: FaultAct | null;
  readonly #wire: WireWriter;
  /** Tokens that are sent; with a fault in the middle it comes after `#half`. */
  #sent = 0;
  readonly #half: number;
  #startT = 0;
  /** The part before the fault is out, what is due next is the fault. */
  #faultNext = false;
  #over = false;

  constructor(plan: GenerationPlan, ticker: Ticker, listener: GenerationListener) {
    this.#plan = plan;
    this.#ticker = ticker;
    this.#listener = listener;
    const { fault } = plan.call;
    this.#fault = fault === null || plan.inside !== null ? null : faults[fault];
    this.#wire = new WireWriter(
      plan.reply,
      plan.shape.streamType,
      this.#fault?.act === 'wire' ? this.#fault.wire : null,
    );
    this.#half = Math.min(plan.tokens.length, Math.max(1, plan.tokens.length >> 1));
    plan.reply.onGone = () => {
      plan.call.aborted = true;
      this.#end();
    };
  }

  start(nowT: number): void {
    this.#startT = nowT;
    this.#listener.started();
    const { pace, stream } = this.#plan;
    this.#wait(nowT, nowT + (stream || this.#failsBefore() ? pace.firstMs : pace.endMs));
  }

  fire(nowT: number): void {
    if (this.#over) return;
    const { inside } = this.#plan;
    if (inside !== null) this.#failInside(inside);
    else if (this.#faultNext || this.#failsBefore()) this.#fail();
    else if (this.#plan.stream) this.#streamOn(nowT);
    else this.#answerWhole(nowT);
  }

  /** Everything that is due goes into one write. */
  #streamOn(nowT: number): void {
    const { shape, tokens, pace, call } = this.#plan;
    const last = this.#failsMidway() ? this.#half : tokens.length;
    let text = '';
    if (this.#sent === 0) {
      this.#wire.open({
        'content-type': shape.streamType,
        ...shape.headers,
        ...this.#plan.headers,
      });
      text = shape.opening();
    }
    let dueT = this.#startT + pace.firstMs + this.#sent * pace.gapMs;
    while (this.#sent < last && dueT <= nowT) {
      text += shape.token(tokens[this.#sent]);
      this.#sent++;
      dueT += pace.gapMs;
    }
    call.tokensSent = this.#sent;
    if (this.#sent < last) {
      if (text !== '') this.#wire.write(text);
      this.#wait(nowT, dueT);
    } else if (this.#failsMidway()) {
      this.#wire.write(text);
      this.#faultNext = true;
      this.#later(Math.max(dueT, nowT + settleMs));
    } else if (this.#startT + pace.endMs <= nowT + rounding) {
      this.#wire.finish(text + shape.closing());
      this.#end();
    } else {
      if (text !== '') this.#wire.write(text);
      this.#later(this.#startT + pace.endMs);
    }
  }

  #answerWhole(nowT: number): void {
    const { reply, shape, tokens, call } = this.#plan;
    const headers = { 'content-type': 'application/json', ...shape.headers, ...this.#plan.headers };
    const body = shape.whole();
    const act = this.#fault?.act;
    if (act === 'error-event') {
      // Where nothing is streamed the same failure shows as a status.
      this.#refuse({ status: 500, kind: 'server', message: streamErrorMessage });
    } else if (act === 'truncate') {
      reply.whole(200, headers, body.slice(0, body.length / 2));
      this.#end();
    } else if (this.#failsMidway()) {
      reply.begin(200, headers, body, body.length >> 1);
      this.#faultNext = true;
      this.#later(nowT + settleMs);
    } else {
      call.tokensSent = tokens.length;
      this.#wire.whole(headers, body);
      this.#end();
    }
  }

  #fail(): void {
    const { reply, shape, call } = this.#plan;
    const fault = this.#fault!;
    switch (fault.act) {
      case 'refuse':
        this.#refuse(faultProblem(call.fault as FaultName, fault.problem, this.#plan.faultConfig));
        return;
      case 'page':
        reply.whole(fault.status, { 'content-type': 'text/html' }, brokenPage);
        break;
      case 'restart':
        this.#listener.restarted();
        reply.reset();
        break;
      case 'reset':
        reply.reset();
        break;
      case 'hang':
        // Nothing more is sent; the call ends when the client gives it up.
        return;
      case 'truncate':
        reply.finish('');
        break;
      case 'error-event':
        reply.finish(
          shape.errorEvent({ status: 500, kind: 'server', message: streamErrorMessage }),
        );
        break;
    }
    this.#end();
  }

  #failInside(problem: Problem): void {
    const { reply, shape, stream } = this.#plan;
    const headers = { ...shape.headers, ...this.#plan.headers };
    if (stream) {
      reply.open(200, { 'content-type': shape.streamType, ...headers });
      reply.finish(shape.opening() + shape.errorEvent(problem));
    } else if (shape.failed === undefined) return this.#refuse(problem);
    else
      reply.whole(200, { 'content-type': 'application/json', ...headers }, shape.failed(problem));
    this.#end();
  }

  #refuse(problem: Problem): void {
    const { reply, protocol } = this.#plan;
    const { headers, body } = protocol.problem(problem);
    const { shouldRetry } = problem;
    const word: Headers =
      shouldRetry === undefined ? {} : { 'x-should-retry': String(shouldRetry) };
    reply.whole(problem.status, { ...headers, ...word, ...this.#plan.headers }, body);
    this.#end();
  }

  #failsBefore(): boolean {
    const fault = this.#fault;
    if (fault === null) return false;
    if (fault.act === 'reset' || fault.act === 'hang') return fault.before;
    return fault.act === 'refuse' || fault.act === 'page' || fault.act === 'restart';
  }

  #failsMidway(): boolean {
    return this.#fault !== null && !harmless.has(this.#fault.act) && !this.#failsBefore();
  }

  #wait(nowT: number, dueT: number): void {
    if (dueT <= nowT) {
      this.dueT = nowT;
      this.fire(nowT);
    } else {
      this.#later(dueT);
    }
  }

  #later(dueT: number): void {
    this.dueT = dueT;
    this.#ticker.schedule(this);
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#listener.ended(this);
  }
}

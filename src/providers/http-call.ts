import type { Writable } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';
import type { FailureClass } from '../state/events.ts';
import type { RawRequest, ReplyHead } from '../state/raw-call.ts';
import type { BodyCoding } from './body-coding.ts';
import { type CallTimeouts, lateWords } from './call-timeouts.ts';
import { givenUp, reasonOf } from './connection-error.ts';
import type { Deadline, DeadlineClock } from './deadline-clock.ts';
import { failureOfStatus, plainFailure } from './failure.ts';
import { limitHints, type MinuteUnits } from './limit-hints.ts';
import type {
  ActiveCall,
  BodyListener,
  LimitHints,
  Turn,
  TurnFailure,
  TurnListener,
  TurnResult,
} from './provider.ts';
import { rawRequest } from './raw-request.ts';
import type { Exchange, RouteConnections, RouteRequest } from './route-connections.ts';
import { type StreamReader, streamReader } from './stream-reader.ts';
import type { ReplyReader, ReplySink, WireOperation, WireRequest } from './wire-protocol.ts';

/** The call that an exchange is a part of: its limits count from there, `performance.now()` ms. */
export interface CallStart {
  readonly at: number;
  /** Null where nothing has been sent yet. */
  readonly sentAt: number | null;
}

export interface HttpCallParts {
  readonly protocol: WireOperation;
  readonly connections: RouteConnections;
  readonly clock: DeadlineClock;
  readonly coding: BodyCoding;
  readonly timeouts: CallTimeouts;
  readonly minuteUnits: MinuteUnits;
  /** Left out where the exchange is the whole call. */
  readonly start?: CallStart;
}

type Phase = 'connect' | 'first token' | 'idle' | 'over';
type Headers = Readonly<Record<string, string | string[] | undefined>>;

const longestErrorBody = 64 * 1024;
/** What a server has to end its reply once the answer is whole; an open one blocks its connection. */
const toEndReplyMs = 250;

/**
 * One HTTP exchange, as undici's handler and the engine's call in one object: at 500 streams there is
 * no promise, closure or timer per chunk.
 */
export class HttpCall implements ActiveCall, Deadline, ReplySink, Exchange {
  deadlineAt: number;
  private phase: Phase = 'connect';
  private readonly parts: HttpCallParts;
  private readonly turn: Turn;
  private readonly request: WireRequest;
  /** The same as it goes over the line. */
  private readonly coded: RouteRequest;
  private readonly listener: TurnListener;
  private endAt: number;
  /** Gives the connection back; null until undici has taken the request. */
  private release: (() => void) | null = null;
  private controller: Dispatcher.DispatchController | null = null;
  private status = 0;
  private headers: Headers = {};
  private headersAt = 0;
  private reader: ReplyReader | null = null;
  private stream: StreamReader | null = null;
  private inflate: Writable | null = null;
  private pieces: Buffer[] = [];
  private kept = 0;
  private listening: BodyListener | null = null;
  /** The HTTP exchange has ended, whatever became of the call. */
  private closed = false;
  private onFree: (() => void) | null = null;

  constructor(parts: HttpCallParts, turn: Turn, listener: TurnListener) {
    this.parts = parts;
    this.turn = turn;
    this.listener = listener;
    const now = performance.now();
    this.endAt = (parts.start?.at ?? now) + parts.timeouts.totalMs;
    this.deadlineAt = Math.min(now + parts.timeouts.connectMs, this.endAt);
    parts.clock.add(this);
    this.request = parts.protocol.request(turn);
    this.coded = parts.coding.coded(this.request);
    this.release = parts.connections.dispatch(this.coded, this);
    // A closed pool refuses at once, before there was anything to give back.
    if (this.isOver()) this.release();
  }

  abort(failureClass: FailureClass, message: string): void {
    this.failed(plainFailure(failureClass, message, this.phase !== 'connect'));
  }

  partialText(): string {
    return this.reader?.text ?? '';
  }

  rawRequest(key: string): RawRequest {
    const { protocol, connections } = this.parts;
    return rawRequest(protocol, connections.origin, this.turn, key, this.request.body);
  }

  replyHead(): ReplyHead | null {
    return this.status === 0 ? null : { status: this.status, headers: this.headers };
  }

  listen(listener: BodyListener | null): void {
    this.listening = listener;
  }

  postpone(ms: number): void {
    this.endAt += ms;
    this.deadlineAt += ms;
  }

  expire(now: number): void {
    if (this.phase === 'over') return this.leaveConnection();
    this.abort('timeout', lateWords(now >= this.endAt ? 'end' : this.phase, this.parts.timeouts));
  }

  cut(): void {
    this.controller?.abort(givenUp('the connections are closed'));
  }

  /** Calls back once the connection can carry the next exchange of a call, or is gone. */
  whenFree(then: () => void): void {
    if (this.closed) onceFree(then);
    else this.onFree = then;
  }

  // What the reader found.

  delta(text: string): void {
    if (this.phase !== 'idle') this.enter('idle', this.parts.timeouts.idleMs);
    this.listener.delta(text);
  }

  done(result: TurnResult): void {
    if (!this.end()) return;
    if (!this.closed) {
      this.deadlineAt = this.now() + toEndReplyMs;
      this.parts.clock.add(this);
    }
    const hints = this.hints();
    this.listener.done(hints === null ? result : { ...result, hints });
  }

  failed(failure: TurnFailure): void {
    if (!this.end()) return;
    this.leaveConnection();
    const hints = this.hints();
    this.listener.failed(hints === null ? failure : { ...failure, hints });
  }

  // undici's handler.

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.phase === 'over')
      return controller.abort(givenUp('the call was over before it was sent'));
    // undici sends again what an HTTP/2 server has refused without looking at it.
    const again = this.phase !== 'connect';
    this.enter('first token', this.parts.timeouts.firstTokenMs, this.parts.start?.sentAt);
    if (!again) this.listener.sent(this.parts.connections.isOpening);
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Headers): void {
    this.status = status;
    this.headers = headers;
    this.headersAt = this.now();
    if (status >= 200 && status < 300) {
      this.parts.coding.accepted(this.coded);
      this.reader = this.parts.protocol.reader(this.turn, this);
      this.stream = streamReader(String(headers['content-type']), this.reader);
    }
    const encoding = headers['content-encoding'];
    if (encoding === 'gzip' || encoding === 'br') this.decompress(encoding);
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.phase === 'over') return;
    if (this.inflate === null) this.take(chunk);
    else this.inflate.write(chunk);
  }

  onResponseEnd(): void {
    this.exchangeEnded();
    if (this.inflate === null) this.finish();
    else this.inflate.end();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.exchangeEnded();
    const sent = this.phase !== 'connect';
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'UND_ERR_CONNECT_TIMEOUT')
      return this.failed(
        plainFailure('timeout', 'no connection within the connect time limit', false),
      );
    const words = sent ? 'the connection broke' : 'no connection';
    this.failed(plainFailure('network', `${words}: ${reasonOf(error)}`, sent));
  }

  private take(bytes: Buffer): void {
    this.listening?.(bytes);
    if (this.phase === 'idle')
      this.deadlineAt = Math.min(this.endAt, this.now() + this.parts.timeouts.idleMs);
    if (this.stream !== null) this.stream.write(bytes);
    else if (this.reader !== null || this.kept < longestErrorBody) {
      this.pieces.push(Buffer.from(bytes));
      this.kept += bytes.length;
    }
  }

  private finish(): void {
    if (this.phase === 'over') return;
    if (this.stream !== null) {
      this.stream.end();
      this.reader?.streamEnd();
    } else if (this.reader !== null) this.reader.body(this.bodyText());
    else this.refuse();
  }

  private refuse(): void {
    const body = this.bodyText();
    const failure = failureOfStatus(this.status, this.headers, body);
    const { protocol, coding } = this.parts;
    const adapted =
      coding.refused(this.coded, this.status) ||
      (protocol.adapt?.(this.request, this.status, body) ?? false);
    this.failed(adapted ? { ...failure, resend: true } : failure);
  }

  private decompress(encoding: 'gzip' | 'br'): void {
    const inflate = encoding === 'br' ? createBrotliDecompress() : createGunzip();
    inflate.on('data', (bytes: Buffer) => this.phase !== 'over' && this.take(bytes));
    inflate.on('end', () => this.finish());
    inflate.on('error', (error) =>
      this.abort('truncated', `the ${encoding} reply is damaged: ${error.message}`),
    );
    this.inflate = inflate;
  }

  private bodyText(): string {
    return Buffer.concat(this.pieces).toString('utf8');
  }

  private enter(phase: Phase, limitMs: number, since: number | null = null): void {
    this.phase = phase;
    this.deadlineAt = Math.min(this.endAt, (since ?? this.now()) + limitMs);
  }

  /** What still comes belongs to a call that is over: the socket must go, over HTTP/2 the stream. */
  private leaveConnection(): void {
    this.parts.clock.delete(this);
    this.controller?.abort(givenUp('the call is over'));
    this.inflate?.destroy();
  }

  private exchangeEnded(): void {
    this.closed = true;
    if (this.onFree !== null) onceFree(this.onFree);
    this.parts.connections.ended(this);
    if (this.phase === 'over') this.parts.clock.delete(this);
  }

  private end(): boolean {
    if (this.phase === 'over') return false;
    this.phase = 'over';
    this.parts.clock.delete(this);
    this.release?.();
    return true;
  }

  /** What the reply's headers said of the server's limits. */
  private hints(): LimitHints | null {
    if (this.status === 0) return null;
    return limitHints(this.headers, this.parts.minuteUnits, this.now() - this.headersAt);
  }

  private isOver(): boolean {
    return this.phase === 'over';
  }

  private now(): number {
    return performance.now();
  }
}

/** undici takes a connection for free a turn of the event loop after it has told the end. */
function onceFree(then: () => void): void {
  setImmediate(() => setImmediate(then));
}

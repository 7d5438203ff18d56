import type { Dispatcher } from 'undici';
import type { Deadline, DeadlineClock } from './deadline-clock.ts';
import type { HealthReport } from './provider.ts';
import type { Exchange, RouteConnections } from './route-connections.ts';
import type { HealthRequest } from './wire-protocol.ts';

/** A server that takes longer than this for a list is not well. */
const withinMs = 10_000;
/** A server that speaks HTTP but has no such list is there all the same. */
const noSuchList: ReadonlySet<number> = new Set([404, 405, 501]);

/** One question whether a server is there. What it answers is read to its end and not looked at. */
export class HealthCall implements Exchange, Deadline {
  deadlineAt: number;
  readonly report: Promise<HealthReport>;
  private readonly settle: (report: HealthReport) => void;
  private readonly connections: RouteConnections;
  private readonly clock: DeadlineClock;
  /** Gives the connection back; null until undici has taken the request. */
  private release: (() => void) | null = null;
  private controller: Dispatcher.DispatchController | null = null;
  private answer: HealthReport | null = null;
  private isOver = false;

  constructor(request: HealthRequest, connections: RouteConnections, clock: DeadlineClock) {
    const { promise, resolve } = Promise.withResolvers<HealthReport>();
    this.report = promise;
    this.settle = resolve;
    this.connections = connections;
    this.clock = clock;
    this.deadlineAt = performance.now() + withinMs;
    clock.add(this);
    this.release = connections.dispatch({ ...request, body: null }, this);
    // A closed pool refuses at once, before there was anything to give back.
    if (this.isOver) this.release();
  }

  postpone(ms: number): void {
    this.deadlineAt += ms;
  }

  expire(): void {
    this.end({ ok: false, detail: `no answer within ${withinMs / 1000} s` });
    this.cut();
  }

  cut(): void {
    // By this code undici knows that it is about one request, and nothing that waits beside it.
    this.controller?.abort(Object.assign(new Error('given up'), { code: 'UND_ERR_INFO' }));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.isOver) this.cut();
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number): void {
    this.answer = reportOf(status);
  }

  onResponseData(): void {}

  onResponseEnd(): void {
    this.connections.ended(this);
    this.end(this.answer ?? { ok: false, detail: 'no answer' });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.connections.ended(this);
    const { code = '', errors } = error as NodeJS.ErrnoException & { errors?: readonly Error[] };
    // A name that resolves to several addresses fails with one error for each and no message of its own.
    const reason = error.message || errors?.[0]?.message || code;
    this.end({ ok: false, detail: `no connection: ${reason}` });
  }

  private end(report: HealthReport): void {
    if (this.isOver) return;
    this.isOver = true;
    this.clock.delete(this);
    this.release?.();
    this.settle(report);
  }
}

function reportOf(status: number): HealthReport {
  if (status < 300 || noSuchList.has(status)) return { ok: true, detail: '' };
  if (status === 401 || status === 403) return { ok: false, detail: `key refused (${status})` };
  return { ok: false, detail: `HTTP ${status}` };
}

import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { type Exchange, RouteConnections } from './route-connections.ts';
import type { HealthRequest, WireRequest } from './wire-protocol.ts';

/** What a server answered to a request that costs nothing. */
export interface Sight {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** From the first byte of the connection to the last of the reply. */
  readonly ms: number;
}

export interface LookOptions {
  readonly baseUrl: string;
  readonly proxy: string | null;
  /** Of each question, its connection included. */
  readonly timeoutMs: number;
}

const longestBody = 4_000_000;

/**
 * A line of its own to a server, by the same way as calls go: proxy, certificates and all. For
 * questions that cost nothing.
 */
export class LookLine {
  private readonly connections: RouteConnections;
  private readonly timeoutMs: number;

  /** @param atOnce questions that are asked side by side */
  constructor({ baseUrl, proxy, timeoutMs }: LookOptions, atOnce = 1) {
    this.timeoutMs = timeoutMs;
    this.connections = new RouteConnections({
      origin: new URL(baseUrl).origin,
      pool: atOnce,
      connectTimeoutMs: timeoutMs,
      http2: false,
      proxy,
      onConnection: () => {},
    });
  }

  /** @throws Error with the `code` of what went wrong, where the line was closed too */
  async ask(request: HealthRequest | WireRequest): Promise<Sight> {
    const { timeoutMs } = this;
    const { promise, resolve, reject } = Promise.withResolvers<Sight>();
    const words = `no answer within ${timeoutMs / 1000} s`;
    const late = setTimeout(
      () => reject(Object.assign(new Error(words), { code: 'LATE' })),
      timeoutMs,
    );
    const body = 'body' in request && request.body !== '' ? request.body : null;
    const look = new Look(resolve, reject);
    const giveBack = this.connections.dispatch({ ...request, body }, look);
    try {
      return await promise;
    } finally {
      clearTimeout(late);
      giveBack();
    }
  }

  async close(): Promise<void> {
    await this.connections.close();
  }
}

class Look implements Exchange {
  private readonly began = performance.now();
  private readonly resolve: (sight: Sight) => void;
  private readonly reject: (error: Error) => void;
  private status = 0;
  private headers: IncomingHttpHeaders = {};
  private readonly parts: Buffer[] = [];
  private bytes = 0;

  constructor(resolve: (sight: Sight) => void, reject: (error: Error) => void) {
    this.resolve = resolve;
    this.reject = reject;
  }

  cut(): void {}

  onRequestStart(): void {}

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    this.status = status;
    this.headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, bytes: Buffer): void {
    this.bytes += bytes.length;
    if (this.bytes <= longestBody) this.parts.push(bytes);
  }

  onResponseEnd(): void {
    const body = Buffer.concat(this.parts).toString('utf8');
    const ms = performance.now() - this.began;
    this.resolve({ status: this.status, headers: this.headers, body, ms });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.reject(error);
  }
}

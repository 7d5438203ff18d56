import type { IncomingHttpHeaders } from 'node:http';
import type { LookupFunction } from 'node:net';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { givenUp, reasonOf } from '../../providers/connection-error.ts';
import { type Exchange, RouteConnections } from '../../providers/route-connections.ts';

/** What a server answered. */
export interface Got {
  readonly status: number;
  readonly statusText: string;
  readonly headers: IncomingHttpHeaders;
  /** Decompressed. */
  readonly body: Buffer;
  /** The answer goes on: it was read no further. */
  readonly isCut: boolean;
}

export interface GetOptions {
  readonly proxy: string | null;
  /** Left out: as the system does. */
  readonly lookup?: LookupFunction;
  /** Of the body, decompressed; no more is read. */
  readonly mostBytes: number;
  readonly signal: AbortSignal;
}

const connectTimeoutMs = 10_000;
const headers = {
  'user-agent': 'swarmdeck',
  accept: 'text/*, application/json, application/xml;q=0.9, */*;q=0.1',
  'accept-encoding': 'gzip, deflate, br',
};

/**
 * Asks once, on a connection of its own that is closed after it.
 *
 * @throws Error that says why there is no answer; the signal's reason when it is aborted
 */
export async function getOnce(url: URL, options: GetOptions): Promise<Got> {
  const { proxy, lookup, mostBytes, signal } = options;
  signal.throwIfAborted();
  const connections = new RouteConnections({
    origin: url.origin,
    pool: 1,
    connectTimeoutMs,
    http2: false,
    proxy,
    lookup,
    onConnection: () => {},
  });
  const reading = new Reading(mostBytes);
  const cut = () => reading.fail(signal.reason);
  signal.addEventListener('abort', cut, { once: true });
  try {
    const request = { path: url.pathname + url.search, headers, body: null };
    connections.dispatch(request, reading);
    return await reading.got;
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(`${url.host} does not answer: ${reasonOf(error as Error)}`);
  } finally {
    signal.removeEventListener('abort', cut);
    await connections.close();
  }
}

/** Reads an answer up to so many bytes, and settles once. */
class Reading implements Exchange {
  readonly got: Promise<Got>;
  private readonly resolve: (got: Got) => void;
  private readonly reject: (error: Error) => void;
  private readonly mostBytes: number;
  private head = { status: 0, statusText: '', headers: {} as IncomingHttpHeaders };
  private readonly parts: Buffer[] = [];
  private bytes = 0;
  private decoder: ReturnType<typeof createGunzip> | null = null;

  constructor(mostBytes: number) {
    const { promise, resolve, reject } = Promise.withResolvers<Got>();
    this.got = promise;
    this.resolve = resolve;
    this.reject = reject;
    this.mostBytes = mostBytes;
  }

  fail(error: Error): void {
    this.decoder?.destroy();
    this.reject(error);
  }

  cut(): void {}

  onRequestStart(): void {}

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    replyHeaders: IncomingHttpHeaders,
    statusText = '',
  ): void {
    // Of an answer that is only announced (1xx) another comes.
    if (status < 200) return;
    this.head = { status, statusText, headers: replyHeaders };
    this.decoder = decoderFor(String(replyHeaders['content-encoding'] ?? ''));
    this.decoder
      ?.on('data', (part: Buffer) => this.take(part))
      .on('end', () => this.end(false))
      .on('error', (error: Error) => this.fail(error));
  }

  onResponseData(controller: Dispatcher.DispatchController, part: Buffer): void {
    if (this.decoder === null) this.take(part);
    else this.decoder.write(part);
    if (this.bytes > this.mostBytes) controller.abort(givenUp('enough was read'));
  }

  onResponseEnd(): void {
    if (this.decoder === null) this.end(false);
    else this.decoder.end();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  private take(part: Buffer): void {
    this.bytes += part.length;
    this.parts.push(part);
    if (this.bytes > this.mostBytes) this.end(true);
  }

  private end(isCut: boolean): void {
    const body = Buffer.concat(this.parts);
    this.resolve({ ...this.head, body: isCut ? body.subarray(0, this.mostBytes) : body, isCut });
    if (isCut) this.decoder?.destroy();
  }
}

function decoderFor(coding: string) {
  switch (coding.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress() as unknown as ReturnType<typeof createGunzip>;
    default:
      return null;
  }
}

import type { ClientHttp2Session } from 'node:http2';
import { createRequire } from 'node:module';
import type { LookupFunction, Socket } from 'node:net';
import type { buildConnector as BuildConnector, Dispatcher, Pool as PoolClass } from 'undici';
import { cancelOnClose } from './cancel-on-close.ts';
import type { ConnectionListener, RouteTraffic } from './provider.ts';
import { directWay, proxyWay, type Way } from './proxy-way.ts';

// The pool alone: undici's index loads fetch, caches and WebSocket too, 13 MB that nothing here uses.
const require = createRequire(import.meta.url);
const Pool: typeof PoolClass = require('undici/lib/dispatcher/pool.js');
const { kHTTP2Session }: { kHTTP2Session: symbol } = require('undici/lib/core/symbols.js');

export interface ConnectionOptions {
  readonly origin: string;
  /** Connections kept alive. */
  readonly pool: number;
  readonly connectTimeoutMs: number;
  readonly http2: boolean;
  /** Address of the proxy to go through; null goes straight. */
  readonly proxy?: string | null;
  /** Where the server's name leads, if not where the system says; a proxy does not ask it. */
  readonly lookup?: LookupFunction;
  readonly onConnection: ConnectionListener;
}

/** Of a GET there is no body. */
export interface RouteRequest {
  /** Left out: POST where there is a body, even an empty one, else GET. */
  readonly method?: 'POST' | 'GET' | 'DELETE';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer | null;
}

/** What a request's answer is given to, until its end or its error. */
export interface Exchange extends Dispatcher.DispatchHandler {
  /** Gives the exchange up; its error comes before this returns, unless it has ended. */
  cut(): void;
}

/**
 * The sockets of one route: a pool of kept-alive connections, and an overflow whose connections are
 * opened while more calls than that are in flight, and closed after use.
 */
export class RouteConnections {
  /** True while the first requests of a new connection are written. */
  isOpening = false;
  /** Scheme, host and port. */
  readonly origin: string;
  private kept: PoolClass;
  private readonly overflow: PoolClass;
  /** Pools that were replaced and on which calls are still under way. */
  private readonly former = new Set<PoolClass>();
  private size: number;
  private readonly way: Way;
  private readonly keepPool: (connections: number) => PoolClass;
  private readonly onConnection: ConnectionListener;
  private readonly sockets = new Set<Socket>();
  /** Exchanges that have not ended; null where undici ends them itself, over HTTP/1.1. */
  private readonly exchanges: Set<Exchange> | null;
  private keptInUse = 0;
  private closedBytesIn = 0;
  private closedBytesOut = 0;

  constructor(options: ConnectionOptions) {
    const { origin, proxy, lookup } = options;
    const sockets = { timeout: options.connectTimeoutMs, allowH2: options.http2 };
    this.way = proxy
      ? proxyWay(origin, proxy, sockets)
      : directWay(origin, lookup === undefined ? sockets : { ...sockets, lookup });
    const connect: BuildConnector.connector = (to, callback) => {
      const connected: BuildConnector.Callback = (...answer) => {
        // undici sends what waits for the connection before this returns.
        this.isOpening = true;
        callback(...answer);
        this.isOpening = false;
      };
      // undici returns the socket, which its types do not say: it must be known from the first packet on.
      const socket = this.way.connect(to, connected) as unknown as Socket;
      this.watch(socket);
      return socket;
    };
    const common = {
      connect,
      pipelining: 1,
      allowH2: options.http2,
      // The four limits of a call are one deadline of ours; undici's own timers would be a second.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 10_000,
    };
    this.onConnection = options.onConnection;
    this.origin = origin;
    this.size = options.pool;
    this.exchanges = options.http2 ? new Set() : null;
    const opened = (connections: number | null): PoolClass => {
      const pool = new Pool(this.way.origin, { ...common, connections });
      return options.http2 ? pool.on('connect', onConnect) : pool;
    };
    this.keepPool = opened;
    this.kept = opened(options.pool);
    this.overflow = opened(null);
  }

  /** Connections that are kept alive. */
  get pool(): number {
    return this.size;
  }

  /** A pool of undici's has one size for life: calls under way end on the old one, which then closes. */
  set pool(connections: number) {
    if (connections === this.size) return;
    const former = this.kept;
    this.size = connections;
    this.kept = this.keepPool(connections);
    this.keptInUse = 0;
    this.former.add(former);
    former.close().then(
      () => this.former.delete(former),
      () => {},
    );
  }

  /** Sends a request; the answer gives its connection back and is to be called once, at the end. */
  dispatch(request: RouteRequest, exchange: Exchange): () => void {
    const kept = this.keptInUse < this.size;
    const pool = kept ? this.kept : this.overflow;
    if (kept) this.keptInUse++;
    this.exchanges?.add(exchange);
    const method = request.method ?? (request.body === null ? 'GET' : 'POST');
    pool.dispatch({ ...this.way.addressed(request), method, reset: !kept }, exchange);
    return () => {
      // Of a pool that was replaced nothing is counted any more.
      if (pool === this.kept) this.keptInUse--;
    };
  }

  /** To be called when an exchange has come to its end or its error. */
  ended(exchange: Exchange): void {
    this.exchanges?.delete(exchange);
  }

  traffic(): RouteTraffic {
    let bytesIn = this.closedBytesIn;
    let bytesOut = this.closedBytesOut;
    for (const socket of this.sockets) {
      bytesIn += socket.bytesRead;
      bytesOut += socket.bytesWritten;
    }
    return { openSockets: this.sockets.size, bytesIn, bytesOut };
  }

  /** Destroys every socket; resolves with their number when the last is closed. */
  async close(): Promise<number> {
    const open = [...this.sockets];
    const closed = open.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    const pools = [this.kept, this.overflow, ...this.former];
    const destroyed = pools.map((pool) => pool.destroy());
    this.cutAll();
    // After the pools: a session over HTTP/2 in a tunnel is not told of the end of what carries it.
    await Promise.all(destroyed);
    for (const socket of open) socket.destroy();
    await Promise.all(closed);
    return open.length;
  }

  /**
   * A defect of undici 8.12: when the socket of an HTTP/2 session closes, `onHttp2SocketClose` moves
   * the requests whose streams are open back to the pending ones, and on a destroyed client `_resume`
   * then asserts that none is pending, which ends the process. An answer that is done is still such a
   * request until its stream has ended. So no request may be left when the sockets close: destroying
   * the pools has ended those that were waiting, so that cutting one does not start another, and the
   * sockets close in a later turn of the event loop.
   */
  private cutAll(): void {
    if (this.exchanges === null) return;
    for (const exchange of this.exchanges) exchange.cut();
  }

  private watch(socket: Socket): void {
    if (socket === undefined) return;
    this.sockets.add(socket);
    this.onConnection('opened', this.sockets.size);
    socket.once('close', () => {
      this.sockets.delete(socket);
      this.onConnection('closed', this.sockets.size);
      this.closedBytesIn += socket.bytesRead;
      this.closedBytesOut += socket.bytesWritten;
    });
  }
}

/** undici tells of a connection before it sends the first request on it. */
function onConnect(_: URL, targets: readonly object[]): void {
  const client = targets.at(-1) as Record<symbol, ClientHttp2Session | null>;
  const session = client[kHTTP2Session];
  // Null where the server chose HTTP/1.1.
  if (session) cancelOnClose(session);
}

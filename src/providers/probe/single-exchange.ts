import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import type { buildConnector as BuildConnector, Client as ClientClass, Dispatcher } from 'undici';
import { directWay, proxyWay } from '../proxy-way.ts';
import type { RouteRequest } from '../route-connections.ts';

// The client alone: undici's index loads fetch, caches and WebSocket too, 13 MB that a look at a
// service would leave in the process.
const require = createRequire(import.meta.url);
const Client: typeof ClientClass = require('undici/lib/dispatcher/client.js');
const request: (
  this: ClientClass,
  options: Dispatcher.RequestOptions,
) => Promise<Dispatcher.ResponseData> = require('undici/lib/api/api-request.js');

/** Where a request goes. */
export interface ServerPlace {
  /** An http or https address without a slash at the end. */
  readonly address: string;
  /** Address of the proxy to go through, with its password; null goes straight. */
  readonly proxy: string | null;
}

export interface SingleExchange {
  readonly place: ServerPlace;
  readonly request: RouteRequest;
  /** For the connection; default 10 s. */
  readonly connectMs?: number;
  /** Without a byte of the reply; 0 is no limit, the default 60 s. */
  readonly silentMs?: number;
  /** Cuts it wherever it is; what it was aborted with is thrown. */
  readonly signal?: AbortSignal;
}

/**
 * One request on a connection of its own, by the way that calls go, which is closed when `use` has
 * had the reply: a look at a service leaves nothing open behind it.
 */
export async function singleExchange<T>(
  { place, request: asked, connectMs = 10_000, silentMs = 60_000, signal }: SingleExchange,
  use: (reply: Dispatcher.ResponseData) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const { origin } = new URL(place.address);
  const options = { timeout: connectMs, allowH2: false };
  const way =
    place.proxy === null ? directWay(origin, options) : proxyWay(origin, place.proxy, options);
  // undici forgets a socket that is not connected yet, and returns it, which its types do not say.
  let socket: Socket | undefined;
  const connect: BuildConnector.connector = (to, callback) => {
    socket = way.connect(to, callback) as unknown as Socket;
  };
  const waits = { headersTimeout: silentMs, bodyTimeout: silentMs };
  const connection = new Client(way.origin, { connect, allowH2: false, ...waits });
  // undici heeds a signal only once the request is written.
  const cut = () => void connection.destroy(signal?.reason);
  signal?.addEventListener('abort', cut, { once: true });
  try {
    const method = asked.method ?? (asked.body === null ? 'GET' : 'POST');
    return await use(await request.call(connection, { ...way.addressed(asked), method, signal }));
  } finally {
    signal?.removeEventListener('abort', cut);
    await connection.destroy();
    socket?.destroy();
  }
}

import { createRequire } from 'node:module';
import type { LookupFunction, Socket } from 'node:net';
import type { buildConnector as BuildConnector } from 'undici';
import { reasonOf } from './connection-error.ts';
import type { RouteRequest } from './route-connections.ts';

const require = createRequire(import.meta.url);
const buildConnector: typeof BuildConnector = require('undici/lib/core/connect.js');

/** How the sockets of a route get to its server. */
export interface Way {
  /** Where they lead, for the pool. */
  readonly origin: string;
  readonly connect: BuildConnector.connector;
  /** The request as it is written there. */
  addressed(request: RouteRequest): RouteRequest;
}

export interface WayOptions {
  readonly timeout: number;
  readonly allowH2: boolean;
  /** Where names lead; default: as the system says. Not asked by a proxy, which finds out by itself. */
  readonly lookup?: LookupFunction;
}

/** Straight to the server. */
export function directWay(server: string, options: WayOptions): Way {
  return { origin: server, connect: buildConnector(options), addressed: (request) => request };
}

/**
 * Through a proxy: to an https server in a tunnel that the proxy opens (CONNECT), so that it reads
 * nothing; a plain http server is asked for by its whole address.
 *
 * @param proxy may hold user and password
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-connect
 */
export function proxyWay(server: string, proxy: string, options: WayOptions): Way {
  const url = new URL(proxy);
  const pair = basicCredentials(url);
  const authorization: Record<string, string> =
    pair === null ? {} : { 'proxy-authorization': pair };
  if (server.startsWith('https:')) {
    return {
      origin: server,
      connect: tunnel(url, authorization, options),
      addressed: (request) => request,
    };
  }
  const { host } = new URL(server);
  const toProxy = buildConnector({ ...options, allowH2: false });
  return {
    origin: url.origin,
    connect: (to, callback) =>
      toProxy(to, (error, socket) =>
        error ? callback(ofProxy(url, error), null) : callback(null, socket),
      ),
    addressed: ({ path, headers, ...request }) => ({
      ...request,
      path: server + path,
      headers: { ...headers, host, ...authorization },
    }),
  };
}

function tunnel(
  proxy: URL,
  authorization: Record<string, string>,
  options: WayOptions,
): BuildConnector.connector {
  const toProxy = buildConnector({ ...options, allowH2: false });
  const toServer = buildConnector(options);
  const { hostname, host, protocol, port } = proxy;
  return (to, callback) => {
    const failed = (error: Error) => callback(ofProxy(proxy, error), null);
    // undici returns the socket, which its types do not say.
    return toProxy({ hostname, host, protocol, port }, (error, socket) => {
      if (error) return failed(error);
      const server = to.hostname.includes(':') ? `[${to.hostname}]` : to.hostname;
      const target = `${server}:${to.port || 443}`;
      askForTunnel(socket, target, authorization, options.timeout, (refused) => {
        if (refused === null) return toServer({ ...to, httpSocket: socket }, callback);
        socket.destroy();
        failed(refused);
      });
    });
  };
}

const longestHead = 16 * 1024;

/** @param onAnswer told once: null where bytes go through from here on */
function askForTunnel(
  socket: Socket,
  target: string,
  authorization: Record<string, string>,
  timeoutMs: number,
  onAnswer: (refused: Error | null) => void,
): void {
  let head = Buffer.alloc(0);
  const answer = (refused: Error | null) => {
    socket.off('data', onData).off('close', onClose).off('error', onError).setTimeout(0);
    socket.pause();
    onAnswer(refused);
  };
  const onData = (bytes: Buffer) => {
    head = Buffer.concat([head, bytes]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0 && head.length < longestHead) return;
    const [line] = head.toString('latin1', 0, 200).split('\r\n');
    const [, status, words] = /^HTTP\/1\.\d (\d{3}) ?(.*)$/.exec(line) ?? [];
    const rest = head.subarray(end + 4);
    if (end < 0 || status === undefined) return answer(new Error('what answers is no proxy'));
    if (!status.startsWith('2')) return answer(new Error(`it answers ${status} ${words}`.trim()));
    answer(null);
    if (rest.length > 0) socket.unshift(rest);
  };
  const onClose = () => answer(new Error('it closed the connection'));
  const onError = (error: Error) => answer(error);
  socket.on('data', onData).on('close', onClose).on('error', onError);
  socket.setTimeout(timeoutMs, () => answer(new Error('no tunnel within the connect time limit')));
  const lines = Object.entries({ host: target, ...authorization });
  const headers = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.write(`CONNECT ${target} HTTP/1.1\r\n${headers}\r\n`);
}

/** It begins with the words by which it is told from what the server says. */
function ofProxy({ host }: URL, error: NodeJS.ErrnoException): Error {
  return Object.assign(new Error(`the proxy ${host}: ${reasonOf(error)}`), { code: error.code });
}

/** User and password of an address, as a header has them; null where it has none. */
export function basicCredentials({ username, password }: URL): string | null {
  if (username === '' && password === '') return null;
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

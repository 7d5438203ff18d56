import { request } from 'node:http';
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { type Http2Server, http2Server } from './http2-server.ts';

/** What HTTP/2 has in another place, or not at all. */
const ofConnection = new Set(['connection', 'keep-alive', 'transfer-encoding', 'host']);

/**
 * HTTP/2 with TLS before a server that speaks HTTP/1.1 alone, as our simulator does: each stream is a
 * request of its own there, and is cut there where it is cut here.
 *
 * @param url of the server, without a path
 */
export function http2Front(url: string, maxConcurrentStreams?: number): Promise<Http2Server> {
  return http2Server(
    (stream, _, headers, body) => forward(url, stream, headers, body),
    maxConcurrentStreams,
  );
}

function forward(
  url: string,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  body: Buffer,
): void {
  const plain = (entries: object) =>
    Object.fromEntries(
      Object.entries(entries).filter(([name]) => !name.startsWith(':') && !ofConnection.has(name)),
    );
  const path = `${headers[':path']}`;
  const onward = request(url + path, { method: `${headers[':method']}`, headers: plain(headers) });
  stream.on('close', () => onward.destroy());
  onward.on('error', () => stream.close());
  onward.on('response', (reply) => {
    if (stream.destroyed) return;
    stream.respond({ ':status': reply.statusCode, ...plain(reply.headers) });
    reply.on('error', () => stream.close());
    reply.pipe(stream);
  });
  onward.end(body);
}

import type { Socket } from 'node:net';
import { HttpError } from './http-error.ts';
import { Reply } from './reply.ts';
import { type HttpRequest, maxBodyBytes, RequestReader } from './request-reader.ts';

export type RequestHandler = (request: HttpRequest, reply: Reply) => void;

/**
 * Serves the requests of one socket, one after the other; what a client sends ahead waits.
 * An idle connection is never closed from this side, so that no call can meet a closing one.
 */
export function serveConnection(socket: Socket, handle: RequestHandler, onClose: () => void): void {
  const reader = new RequestReader();
  let reply: Reply | null = null;
  let pumping = false;

  const pump = () => {
    // Guards against one stack frame a request where a client sends many ahead.
    if (pumping) return;
    pumping = true;
    while (reply === null && !socket.destroyed && !socket.writableEnded) {
      const request = nextRequest();
      if (request === null) break;
      reply = new Reply(socket, request, () => {
        reply = null;
        pump();
      });
      handle(request, reply);
    }
    pumping = false;
  };

  const nextRequest = (): HttpRequest | null => {
    try {
      return reader.next(() => socket.write('HTTP/1.1 100 Continue\r\n\r\n'));
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      hangUp(error);
      return null;
    }
  };

  const hangUp = (error: HttpError) => {
    socket.removeAllListeners('data');
    // What still comes is read and dropped: closing on unread bytes would reset the reply away.
    socket.resume();
    const reply = new Reply(socket, { keepAlive: false, chunks: true }, () => {});
    reply.whole(
      error.status,
      { 'content-type': 'application/json' },
      JSON.stringify({ error: { message: error.message, type: 'invalid_request_error' } }),
    );
  };

  socket.setNoDelay(true);
  socket.on('data', (bytes: Buffer) => {
    reader.push(bytes);
    if (reply === null) pump();
    else if (reader.pendingBytes > maxBodyBytes) socket.destroy();
  });
  // A client that ends its side while a reply runs has given it up.
  socket.on('end', () => reply?.gone());
  // A reset by the client is no fault of the server; `close` follows and says all there is.
  socket.on('error', () => {});
  socket.on('close', () => {
    reply?.gone();
    onClose();
  });
}

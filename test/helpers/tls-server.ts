import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';

// Made for the tests alone: localhost, self-signed, a hundred years.
const read = (name: string) => readFileSync(new URL(`certificate/${name}.pem`, import.meta.url));

export interface TlsServer {
  readonly url: string;
  /** The headers of each request, a line each. */
  readonly requests: string[];
  openSockets(): number;
  close(): Promise<void>;
}

/** An HTTPS server that streams the same to everyone. @param isEnding whether its replies end */
export async function tlsServer(body: string, isEnding = true): Promise<TlsServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer({ key: read('key'), cert: read('certificate') }, (from, to) => {
    requests.push(
      Object.entries(from.headers)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n'),
    );
    from.resume();
    from.on('end', () => {
      to.writeHead(200, { 'content-type': 'text/event-stream' });
      to.write(body);
      if (isEnding) to.end();
    });
  });
  server.on('secureConnection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://localhost:${(server.address() as { port: number }).port}/v1`,
    requests,
    openSockets: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

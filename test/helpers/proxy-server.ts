import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';

export interface ProxyServer {
  readonly url: string;
  /** `CONNECT host:port` and `POST http://host/path`, in the order they came. */
  readonly asked: string[];
  /** The credentials of each. */
  readonly credentials: (string | undefined)[];
  openSockets(): number;
  close(): Promise<void>;
}

export interface ProxyHabits {
  /** Every name leads to this port of this machine; default: the port that was asked for. */
  readonly leadsTo?: number;
  /** What is answered in place of a tunnel. */
  readonly answer?: string;
}

/** A real proxy: opens tunnels, and forwards what is asked for by its whole address. */
export async function proxyServer({ leadsTo, answer }: ProxyHabits = {}): Promise<ProxyServer> {
  const asked: string[] = [];
  const credentials: (string | undefined)[] = [];
  const sockets = new Set<Socket>();
  const note = ({ method, url, headers }: IncomingMessage) => {
    asked.push(`${method} ${url}`);
    credentials.push(headers['proxy-authorization']);
  };
  const server = createServer((from, to) => {
    note(from);
    const { port, pathname, search } = new URL(from.url ?? '');
    const { 'proxy-authorization': _, ...headers } = from.headers;
    const onward = httpRequest(
      { port: leadsTo ?? port, path: pathname + search, method: from.method, headers },
      (reply) => {
        to.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(to);
      },
    );
    onward.on('error', () => to.destroy());
    from.pipe(onward);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('connect', (from: IncomingMessage, client: Socket, head: Buffer) => {
    note(from);
    client.on('error', () => {});
    if (answer !== undefined) return client.end(answer);
    const onward = connect(leadsTo ?? Number(new URL(`http://${from.url}`).port), '127.0.0.1');
    sockets.add(onward);
    onward.on('close', () => sockets.delete(onward));
    onward.on('error', () => client.destroy());
    onward.on('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      onward.pipe(client).pipe(onward);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    asked,
    credentials,
    openSockets: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

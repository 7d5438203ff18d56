import { createServer, type Socket } from 'node:net';

/** One step of a reply: bytes to write, a wait in ms, or what to do with the socket. */
export type Step = string | Buffer | number | 'END' | 'RESET' | 'HANG';

export interface ScriptedServer {
  readonly url: string;
  /** Whole requests, head and body, in the order they came. */
  readonly requests: string[];
  /** Sockets that are open now. */
  openSockets(): number;
  close(): Promise<void>;
}

/**
 * A TCP server that answers each request with the next script, byte by byte as told: for replies
 * that no well-behaved server would give.
 */
export function scriptedServer(...scripts: Step[][]): Promise<ScriptedServer> {
  return routedServer(() => null, ...scripts);
}

/**
 * The same, where some requests have a reply of their own and take no script.
 *
 * @param besides gives that reply; null for one that is next in the scripts
 */
export async function routedServer(
  besides: (request: string) => Step[] | null,
  ...scripts: Step[][]
): Promise<ScriptedServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let next = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    let seen = '';
    socket.on('data', (bytes) => {
      seen += bytes.toString('latin1');
      const head = seen.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(seen)?.[1] ?? 0);
      if (head < 0 || seen.length < head + 4 + length) return;
      const request = seen.slice(0, head + 4 + length);
      requests.push(request);
      seen = seen.slice(head + 4 + length);
      const own = besides(request);
      void play(socket, own ?? scripts[Math.min(next++, scripts.length - 1)]);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    openSockets: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

async function play(socket: Socket, steps: Step[]): Promise<void> {
  for (const step of steps) {
    if (step === 'HANG') return;
    if (step === 'END') socket.end();
    else if (step === 'RESET') socket.resetAndDestroy();
    else if (typeof step === 'number') await new Promise((resolve) => setTimeout(resolve, step));
    else await new Promise((resolve) => socket.write(step, resolve));
  }
}

/** A whole reply whose length is told by the closing of the connection. */
export function reply(
  status: number,
  headers: Record<string, string>,
  body: string | Buffer,
): Step[] {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return [`HTTP/1.1 ${status} X\r\n${lines.join('')}connection: close\r\n\r\n`, body, 'END'];
}

export const streamHead =
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n';

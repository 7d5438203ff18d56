import { readFileSync } from 'node:fs';
import {
  createSecureServer,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

// Made for the tests alone: localhost, self-signed, a hundred years.
const read = (name: string) => readFileSync(new URL(`certificate/${name}.pem`, import.meta.url));

export interface Http2Server {
  readonly url: string;
  /** The code with which each stream was closed, in the order they closed. */
  readonly closedWith: number[];
  openSessions(): number;
  /** Takes no further stream on the sessions that are open; those under way go on to their end. */
  retireSessions(): void;
  close(): Promise<void>;
}

/** Lets this process take the server's certificate. */
export function trustTestCertificate(): void {
  setDefaultCACertificates([...getCACertificates(), read('certificate').toString()]);
}

/** An HTTP/2 server that calls `answer` with each request once it has come whole, and its number. */
export async function http2Server(
  answer: (
    stream: ServerHttp2Stream,
    index: number,
    headers: IncomingHttpHeaders,
    body: Buffer,
  ) => void,
  maxConcurrentStreams = 100,
): Promise<Http2Server> {
  const closedWith: number[] = [];
  const sessions = new Set<Http2Session>();
  let next = 0;
  const settings = { maxConcurrentStreams };
  const server = createSecureServer({ key: read('key'), cert: read('certificate'), settings });
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
    session.on('error', () => {});
  });
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    const parts: Buffer[] = [];
    const index = next++;
    stream.on('error', () => {});
    stream.on('close', () => closedWith.push(stream.rstCode));
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('end', () => {
      // Node tells of the end of a request that was cut meanwhile, too.
      if (!stream.destroyed) answer(stream, index, headers, Buffer.concat(parts));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://localhost:${(server.address() as { port: number }).port}/v1`,
    closedWith,
    openSessions: () => sessions.size,
    retireSessions: () => {
      for (const session of sessions) session.close();
    },
    close: () =>
      new Promise((resolve) => {
        for (const session of sessions) session.destroy();
        server.close(() => resolve());
      }),
  };
}

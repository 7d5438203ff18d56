import type { FetchLike, Transport } from '@modelcontextprotocol/client';
import { reasonOf } from '../../providers/connection-error.ts';
import { proxyFor } from '../../providers/proxy-for.ts';
import type { ResolvedMcpServer } from '../../spec/resolved-tools.ts';
import { filled } from './filled.ts';
import type { McpOptions, McpWay } from './mcp-session.ts';

/** How long a server may take to hear that the session is over. */
const farewellMs = 100;
const mostWords = 300;

export interface HttpWay extends McpWay {
  /** The server answers, and not by this protocol. */
  isRefused(): boolean;
}

/**
 * To a server that runs already, by streamable HTTP or by the older SSE.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#streamable-http
 */
export async function httpWay(
  server: ResolvedMcpServer & { readonly transport: 'http' | 'sse' },
  protocol: 'http' | 'sse',
  { environment }: McpOptions,
): Promise<HttpWay> {
  const { values, hidden } = filled(
    { url: server.url, ...server.headers },
    `mcpServers.${server.name}`,
    environment,
  );
  const { url: address, ...headers } = values;
  const url = new URL(address);
  const { fetch, close } = await fetchOver(proxyFor(url.origin, environment));
  let lastStatus = 0;
  const watched: FetchLike = async (to, init) => {
    const response = await fetch(to, init);
    lastStatus = response.status;
    return response;
  };
  const { transport, farewell } = await transportFor(protocol, url, server.name, {
    headers,
    fetch: watched,
  });
  let closing: Promise<void> | null = null;
  return {
    transport,
    isRefused: () => [400, 404, 405, 406, 415, 501].includes(lastStatus),
    isForgotten: (error) => {
      const status = statusOf(error);
      // The protocol says 404; some say 400.
      return status === 404 || (status === 400 && /session/i.test((error as Error).message));
    },
    isLost: ({ message }) => message.startsWith('SSE error'),
    words: (error) => hidden(wordsFor(error, url)),
    close: () => {
      closing ??= (async () => {
        await farewell();
        await transport.close();
        await close();
      })();
      return closing;
    },
  };
}

/** A fetch with connections of its own, which are all closed at the end. */
async function fetchOver(proxy: string | null) {
  // Here its weight is paid where it is used: the transports of the SDK are written for fetch.
  const { Agent, ProxyAgent, fetch } = await import('undici');
  // A stream may be silent for as long as a tool runs: the limit of the call is the one that holds.
  const options = { headersTimeout: 0, bodyTimeout: 0 };
  const agent = proxy === null ? new Agent(options) : new ProxyAgent({ ...options, uri: proxy });
  return {
    fetch: ((to: string | URL, init: object) =>
      fetch(to, { ...init, dispatcher: agent })) as unknown as FetchLike,
    close: () => agent.destroy(),
  };
}

async function transportFor(
  protocol: 'http' | 'sse',
  url: URL,
  name: string,
  { headers, fetch }: { readonly headers: Record<string, string>; readonly fetch: FetchLike },
): Promise<{ readonly transport: Transport; farewell(): Promise<void> }> {
  const { SSEClientTransport, StreamableHTTPClientTransport } = await import(
    '@modelcontextprotocol/client'
  );
  const options = { fetch, requestInit: { headers } };
  if (protocol === 'sse')
    return { transport: new SSEClientTransport(url, options), farewell: async () => {} };
  const transport = new StreamableHTTPClientTransport(url, {
    ...options,
    reconnectionScheduler: (reconnect, delayMs) => {
      const later = setTimeout(reconnect, delayMs);
      return () => clearTimeout(later);
    },
  });
  const send = transport.send.bind(transport);
  transport.send = (message, sending) =>
    send(message, {
      ...sending,
      // Of a stream that ends without an answer nobody is told otherwise: the call would wait for its limit.
      onRequestStreamEnd: () => {
        if (!Array.isArray(message) && 'id' in message && 'method' in message)
          transport.onmessage?.({
            jsonrpc: '2.0',
            id: message.id,
            error: {
              code: -32_000,
              message: `The MCP server ${name} ended the connection before its answer`,
            },
          });
      },
    });
  return { transport, farewell: () => within(transport.terminateSession(), farewellMs) };
}

async function within(work: Promise<unknown>, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const late = setTimeout(resolve, ms);
  await Promise.race([work.catch(() => {}), promise]);
  clearTimeout(late);
}

/** What the SDK throws for an answer that is none. */
type SdkFailure = Error & { readonly data?: { readonly status?: number; readonly text?: string } };

function statusOf(error: unknown): number | null {
  return (error as SdkFailure).data?.status ?? null;
}

function wordsFor(error: unknown, { host }: URL): string {
  const { message, cause, data } = error as SdkFailure;
  const status = statusOf(error);
  if (status !== null) {
    const said = (data?.text ?? '').replace(/\s+/g, ' ').trim().slice(0, mostWords);
    return `at ${host} answered ${status}${said === '' ? '' : `: ${said}`}`;
  }
  if (message === 'Connection closed') return `at ${host} ended the connection`;
  // fetch wraps what went wrong.
  if (cause instanceof Error) return `cannot be reached at ${host}: ${reasonOf(cause)}`;
  return `at ${host} does not do as it should: ${message}`;
}

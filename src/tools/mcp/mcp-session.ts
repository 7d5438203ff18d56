import type { Client, Transport } from '@modelcontextprotocol/client';
import type { Environment } from '../../spec/environment.ts';
import type { ResolvedMcpServer } from '../../spec/resolved-tools.ts';
import { childWay } from './child-way.ts';
import { httpWay } from './http-way.ts';

/** How an MCP server is reached. */
export interface McpWay {
  readonly transport: Transport;
  /** What went wrong, in words that follow the server's name: `ended with exit code 1`. */
  words(error: unknown): string;
  /** Whether it says that it does not know the session any more; what was asked was not done then. */
  isForgotten(error: unknown): boolean;
  /** Whether an error that belongs to no call means that no call is answered any more. */
  isLost(error: Error): boolean;
  /** Ends the session and whatever carries it; at most 250 ms. */
  close(): Promise<void>;
}

/** A connection to an MCP server, over which its tools are called. */
export interface McpSession {
  readonly client: Client;
  readonly way: McpWay;
}

export interface McpOptions {
  readonly environment: Environment;
  /** Of swarmdeck; the server is told. */
  readonly version: string;
  /** Aborted when the session is no longer wanted. */
  readonly signal: AbortSignal;
}

/** What runs by npx is fetched first. */
const openWithinMs = 60_000;

/**
 * Opens a session with an MCP server: starts its command, or connects to its address.
 *
 * @throws Error in words that follow the server's name; what was opened is closed by then
 */
export async function openMcpSession(
  server: ResolvedMcpServer,
  options: McpOptions,
): Promise<McpSession> {
  if (server.transport === 'stdio') return connected(childWay(server, options), options);
  const way = await httpWay(server, server.transport, options);
  try {
    return await connected(way, options);
  } catch (error) {
    // A server of before 2025 refuses the first request of streamable HTTP.
    if (server.transport !== 'http' || !way.isRefused()) throw error;
  }
  return connected(await httpWay(server, 'sse', options), options);
}

async function connected(way: McpWay, { version, signal }: McpOptions): Promise<McpSession> {
  const { Client } = await import('@modelcontextprotocol/client');
  const client = new Client({ name: 'swarmdeck', version });
  try {
    signal.throwIfAborted();
    await client.connect(way.transport, { timeout: openWithinMs, signal });
    return { client, way };
  } catch (error) {
    await way.close();
    signal.throwIfAborted();
    const isLate = error instanceof Error && /timed out/i.test(error.message);
    const words = isLate ? `did not answer within ${openWithinMs / 1000} s` : way.words(error);
    throw new Error(words, { cause: error });
  }
}

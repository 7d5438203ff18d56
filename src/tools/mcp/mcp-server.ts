import type { CallToolResult, Tool as ListedTool } from '@modelcontextprotocol/client';
import type { ResolvedMcpServer } from '../../spec/resolved-tools.ts';
import { UsageError } from '../../spec/usage-error.ts';
import { contentText } from './content-text.ts';
import { type McpOptions, type McpSession, type McpWay, openMcpSession } from './mcp-session.ts';

/** A server that cannot be started again is not tried by every call of a swarm. */
const notAgainMs = 5_000;
/** The limit of a call is its own; the SDK's would end it after a minute. */
const noTimeout = 2 ** 31 - 1;
const mostWords = 600;

type Arguments = Readonly<Record<string, unknown>>;

/**
 * An MCP server of a run. It is started when it is first asked, and again by the next call where it has
 * ended.
 */
export class McpServer {
  readonly name: string;
  private readonly server: ResolvedMcpServer;
  private readonly options: McpOptions;
  private readonly closing = new AbortController();
  private session: Promise<McpSession> | null = null;
  private readonly ways = new Set<McpWay>();
  private failedAt = Number.NEGATIVE_INFINITY;

  constructor(server: ResolvedMcpServer, options: McpOptions) {
    this.name = server.name;
    this.server = server;
    const signal = AbortSignal.any([options.signal, this.closing.signal]);
    this.options = { ...options, signal };
  }

  /**
   * Its tools, all pages of them, but for those that run as tasks alone.
   *
   * @throws Error with a sentence that names the server, where it cannot be asked
   */
  async tools(): Promise<ListedTool[]> {
    const { client, way } = await this.opened();
    // Of a server without tools the SDK would say so on the console.
    if (client.getServerCapabilities()?.tools === undefined) return [];
    try {
      const { tools } = await client.listTools(undefined, { signal: this.options.signal });
      return tools.filter(({ execution }) => execution?.taskSupport !== 'required');
    } catch (error) {
      throw this.failure(way.words(error), error);
    }
  }

  /**
   * Calls one of its tools.
   *
   * @returns what the model is told
   * @throws Error with what the tool says of its failure, or why the server gives no answer
   */
  async call(tool: string, args: Arguments, signal: AbortSignal): Promise<string> {
    const result =
      (await this.ask(tool, args, signal)) ??
      // It was not done: a server that was started anew has forgotten the session.
      (await this.ask(tool, args, signal));
    if (result === null) throw this.failure('forgets its sessions');
    const text = contentText(result);
    if (result.isError === true) throw new Error(text);
    return text;
  }

  /** Ends its sessions, also one that is being opened. */
  async close(): Promise<void> {
    this.closing.abort(new Error(`the MCP server ${this.name} is closed`));
    await this.session?.catch(() => null);
    await Promise.all([...this.ways].map((way) => way.close()));
  }

  /** Null where the server no longer knows the session. */
  private async ask(
    tool: string,
    args: Arguments,
    signal: AbortSignal,
  ): Promise<CallToolResult | null> {
    const session = this.opened();
    const { client, way } = await session;
    signal.throwIfAborted();
    try {
      // Not callTool: what the result must be like is between the server and its own schema.
      return await client.request(
        { method: 'tools/call', params: { name: tool, arguments: args } },
        { signal, timeout: noTimeout },
      );
    } catch (error) {
      signal.throwIfAborted();
      if (isAnswer(error)) throw error;
      const isForgotten = way.isForgotten(error);
      // It may have ended before anybody listened for its end.
      const isOver = isForgotten || client.transport === undefined;
      if (isOver && this.session === session) this.session = null;
      if (!isForgotten) throw this.failure(way.words(error), error);
      void way.close();
      return null;
    }
  }

  private opened(): Promise<McpSession> {
    if (this.session !== null) return this.session;
    if (performance.now() - this.failedAt < notAgainMs)
      return Promise.reject(this.failure('has ended, and could not be started again just now'));
    const forget = () => {
      if (this.session === session) this.session = null;
    };
    const session = openMcpSession(this.server, this.options).then(
      ({ client, way }) => {
        this.ways.add(way);
        client.onerror = (error) => {
          if (way.isLost(error)) void way.close();
        };
        client.onclose = () => {
          this.ways.delete(way);
          forget();
        };
        return { client, way };
      },
      (error: Error) => {
        forget();
        this.failedAt = performance.now();
        throw error instanceof UsageError ? error : this.failure(error.message, error);
      },
    );
    this.session = session;
    return session;
  }

  private failure(words: string, cause?: unknown): Error {
    // What the SDK says of a result that is none takes many lines.
    const line = words.replace(/\s+/g, ' ').slice(0, mostWords);
    return new Error(`The MCP server ${this.name} ${line}`, { cause });
  }
}

/** What the server itself says to a request: that there is no such tool, for one. */
function isAnswer(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ProtocolError';
}

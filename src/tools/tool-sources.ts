import type { Environment } from '../spec/environment.ts';
import { namesThereAre } from '../spec/near-miss.ts';
import type { ResolvedMcpServer, ResolvedTool } from '../spec/resolved-tools.ts';
import { UsageError } from '../spec/usage-error.ts';
import { builtInTool } from './built-in/built-in-tool.ts';
import { McpServer } from './mcp/mcp-server.ts';
import { mcpTools } from './mcp/mcp-tools.ts';
import { loadModule } from './module/load-module.ts';
import type { OfferedTool } from './offered-tool.ts';

export interface ToolBoxOptions {
  /** Where `env:NAME` and proxies are looked up. Commands of servers get what a program needs of it. */
  readonly environment: Environment;
  /** Of swarmdeck; MCP servers are told. */
  readonly version: string;
  /** Aborted where the tools are no longer wanted. */
  readonly signal?: AbortSignal;
}

/** A server with what it offers, by its own names. */
interface OpenedServer {
  readonly server: McpServer;
  readonly tools: Promise<ReadonlyMap<string, OfferedTool>>;
}

/** Where tools come from: each module is loaded and each server started once, when first named. */
export class ToolSources {
  private readonly options: ToolBoxOptions;
  private readonly specs: readonly ResolvedMcpServer[];
  private readonly servers = new Map<string, OpenedServer>();
  private readonly modules = new Map<string, Promise<OfferedTool[]>>();

  constructor(specs: readonly ResolvedMcpServer[], options: ToolBoxOptions) {
    this.specs = specs;
    this.options = options;
  }

  /** @throws UsageError where what an entry names cannot be had */
  async offeredBy(entry: ResolvedTool): Promise<readonly OfferedTool[]> {
    switch (entry.kind) {
      case 'module':
        return this.module(entry.file);
      case 'mcp':
        return this.ofServer(entry.server, entry.tool);
      default:
        return [await builtInTool(entry, this.options.environment)];
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.servers.values()].map(({ server }) => server.close()));
  }

  private module(file: string): Promise<OfferedTool[]> {
    const loaded = this.modules.get(file) ?? loadModule(file);
    this.modules.set(file, loaded);
    return loaded;
  }

  private async ofServer(name: string, tool: string | null): Promise<OfferedTool[]> {
    const tools = await this.server(name).tools;
    if (tool === null) return [...tools.values()];
    const found = tools.get(tool);
    if (found !== undefined) return [found];
    throw new UsageError(
      `The MCP server ${name} has no tool \`${tool}\`${namesThereAre(tool, tools.keys())}`,
    );
  }

  private server(name: string): OpenedServer {
    const there = this.servers.get(name);
    if (there !== undefined) return there;
    const spec = this.specs.find((each) => each.name === name);
    if (spec === undefined) throw new UsageError(`mcpServers: there is no server ${name}`);
    const { signal = new AbortController().signal } = this.options;
    const server = new McpServer(spec, { ...this.options, signal });
    const tools = mcpTools(server).catch((error: Error) => {
      signal.throwIfAborted();
      if (error instanceof UsageError) throw error;
      throw new UsageError(`${error.message}; ${mendOf(spec)}`);
    });
    const opened = { server, tools };
    this.servers.set(name, opened);
    return opened;
  }
}

function mendOf(spec: ResolvedMcpServer): string {
  if (spec.transport !== 'stdio') return `see that it runs, or mend mcpServers.${spec.name}`;
  const command = [spec.command, ...spec.args].join(' ');
  return `mend mcpServers.${spec.name}, or try its command by itself: ${command}`;
}

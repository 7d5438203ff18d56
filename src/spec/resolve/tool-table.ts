import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { builtInTools } from '../built-in-tools.ts';
import { defaultTool } from '../defaults.ts';
import type { Environment } from '../environment.ts';
import { namesThereAre } from '../near-miss.ts';
import type { Path } from '../place.ts';
import type { ResolvedMcpServer, ResolvedTool, ToolUse } from '../resolved-tools.ts';
import type { ToolEntry } from '../schema/tools.ts';
import { UsageError } from '../usage-error.ts';
import { allowedHost } from './allowed-host.ts';
import type { Found, Layers } from './layers.ts';
import { mcpServer, mcpServerNames } from './mcp-server.ts';

/** What tools are resolved with. */
export interface ToolSource {
  /** What a path in the spec file starts from. */
  readonly specDirectory: string;
  /** What a path in a flag starts from. */
  readonly cwd: string;
  readonly environment: Environment;
  /** The operator allows secrets on a line that others can read. */
  readonly insecure: boolean;
}

type Settings = Exclude<ToolEntry, string>;

/** An entry, and what a sentence about it needs. */
interface Entry {
  readonly said: Settings;
  /** @param field of the entry; left out, the entry itself */
  where(field?: keyof Settings): string;
  /** A path that it holds, made absolute. */
  absolute(path: string): string;
}

/** The tools of a run's roles, and the servers that these name. */
export class ToolTable {
  private readonly layers: Layers;
  private readonly source: ToolSource;
  private readonly used = new Map<string, ResolvedMcpServer>();
  private readonly serverNames: readonly string[];

  constructor(layers: Layers, source: ToolSource) {
    this.layers = layers;
    this.source = source;
    this.serverNames = mcpServerNames(layers);
  }

  /** The servers that a role was given tools of. */
  get servers(): ResolvedMcpServer[] {
    return [...this.used.values()];
  }

  /**
   * The tools that a role names, else those of the run.
   *
   * @throws UsageError for an entry that names nothing there is, or has what its tool does not take
   */
  of(role: string): ResolvedTool[] {
    const ownPath = ['roles', role, 'tools'];
    const own = this.layers.find(ownPath.join('.'), ({ roles }) => roles?.[role]?.tools);
    const found = own ?? this.layers.find('tools', ({ tools }) => tools);
    if (found === null) return [];
    const path = own === null ? ['tools'] : ownPath;
    const entries = this.entriesOf(found, path);
    const names = new Set<string>();
    for (const { said, where } of entries) {
      if (names.has(said.use)) throw new UsageError(`${where()}: ${said.use} is named twice`);
      names.add(said.use);
    }
    this.layers.record(path.join('.'), [...names].join(', '), found.source);
    return entries.map((entry) => this.toolOf(entry));
  }

  private entriesOf(found: Found<string | readonly ToolEntry[]>, path: Path): Entry[] {
    const { place } = this.layers.layers[found.rank];
    const start = found.source === 'spec' ? this.source.specDirectory : this.source.cwd;
    const entryAt = (entry: ToolEntry, at: Path): Entry => ({
      said: typeof entry === 'string' ? { use: entry } : entry,
      where: (field) =>
        place(field === undefined || typeof entry === 'string' ? at : [...at, field]),
      absolute: (file) => resolve(start, file),
    });
    const { value } = found;
    if (typeof value === 'string') return [entryAt(value, path)];
    return value.map((entry, index) => entryAt(entry, [...path, index]));
  }

  private toolOf(entry: Entry): ResolvedTool {
    const use = this.meantBy(entry);
    const { said, where } = entry;
    for (const [field, of] of ownSettings) {
      if (said[field] === undefined || use.kind === of) continue;
      throw new UsageError(`${where(field)}: is a setting of ${of}, not of ${said.use}`);
    }
    const { timeoutSeconds, concurrency, maxResultBytes, approval } = { ...defaultTool, ...said };
    return { ...use, timeoutSeconds, concurrency, maxResultBytes, approval };
  }

  private meantBy(entry: Entry): ToolUse {
    const { said, where, absolute } = entry;
    const { use } = said;
    if (use === 'calculator') return { kind: use };
    if (use === 'http_get') return { kind: use, allow: hostsOf(entry) };
    if (use === 'read_file') return { kind: use, root: rootOf(entry) };
    const [server, ...rest] = use.split('/');
    if (this.serverNames.includes(server)) {
      const { layers, source } = this;
      if (!this.used.has(server)) this.used.set(server, mcpServer(server, layers, source));
      return { kind: 'mcp', server, tool: rest.join('/') || null };
    }
    if (/\.(ts|js|mjs)$/.test(use)) {
      const file = absolute(use);
      if (existsSync(file)) return { kind: 'module', file };
      throw new UsageError(`${where('use')}: expected a module, but there is no file ${file}`);
    }
    if (/^[./~]/.test(use)) {
      throw new UsageError(
        `${where('use')}: expected a module that ends in .ts, .js or .mjs, got ${use}`,
      );
    }
    if (rest.length > 0) {
      const servers = namesThereAre(server, this.serverNames) || '; name it in mcpServers';
      throw new UsageError(`${where('use')}: unknown MCP server \`${server}\`${servers}`);
    }
    const known = [...builtInTools, ...this.serverNames];
    throw new UsageError(`${where('use')}: unknown tool \`${use}\`${namesThereAre(use, known)}`);
  }
}

const ownSettings = [
  ['allow', 'http_get'],
  ['root', 'read_file'],
] as const;

function hostsOf({ said, where }: Entry): string[] {
  if (said.allow?.length) return said.allow.map((host) => allowedHost(host, where('allow')));
  throw new UsageError(
    `${where('allow')}: http_get may ask no host by itself; name those that it may, like { use: http_get, allow: [api.example.com] }`,
  );
}

function rootOf({ said, where, absolute }: Entry): string {
  if (said.root === undefined) {
    throw new UsageError(
      `${where('root')}: read_file may read nothing by itself; name the directory that it may, like { use: read_file, root: ./data }`,
    );
  }
  const root = absolute(said.root);
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory()) return root;
  throw new UsageError(`${where('root')}: expected a directory, and ${root} is none`);
}

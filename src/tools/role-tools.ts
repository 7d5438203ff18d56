import type { ResolvedRole } from '../spec/resolved.ts';
import type { ResolvedTool } from '../spec/resolved-tools.ts';
import { UsageError } from '../spec/usage-error.ts';
import { mcpIdentity } from './mcp/mcp-tools.ts';
import { type OfferedTool, type RoleTool, withSettings } from './offered-tool.ts';
import { ToolPlaces } from './tool-places.ts';
import type { ToolSources } from './tool-sources.ts';

/** Gives roles their tools, with the settings of their entries. */
export class RoleTools {
  private readonly sources: ToolSources;
  /** By tool and number: roles with the same limit share it. */
  private readonly places = new Map<string, ToolPlaces>();

  constructor(sources: ToolSources) {
    this.sources = sources;
  }

  /**
   * The tools of a role by the names that models know them by, in the order of its entries. What an entry
   * names by itself (`server/tool`) has that entry's settings, and not those of its server.
   *
   * @throws UsageError where one cannot be had, or two have the same name
   */
  async of({ name: role, tools }: Pick<ResolvedRole, 'name' | 'tools'>) {
    const single = new Set(
      tools.map((entry) =>
        entry.kind === 'mcp' && entry.tool !== null ? mcpIdentity(entry.server, entry.tool) : '',
      ),
    );
    const offered = await Promise.all(
      tools.map(async (entry) => {
        const all = await this.sources.offeredBy(entry);
        const isWhole = entry.kind === 'mcp' && entry.tool === null;
        return isWhole ? all.filter(({ identity }) => !single.has(identity)) : all;
      }),
    );
    const found = new Map<string, RoleTool>();
    for (const [index, each] of offered.entries()) {
      for (const tool of each) {
        const { name } = tool.definition;
        const same = found.get(name)?.tool.source;
        if (same !== undefined) {
          throw new UsageError(
            `roles.${role}.tools: two tools are called ${name}, one of ${same} and one of ${tool.source}; rename one or leave one out`,
          );
        }
        found.set(name, this.settled(tool, tools[index]));
      }
    }
    return found;
  }

  private settled(offered: OfferedTool, entry: ResolvedTool): RoleTool {
    const { concurrency } = entry;
    const key = `${offered.identity} ${concurrency}`;
    const places = this.places.get(key) ?? new ToolPlaces(concurrency);
    this.places.set(key, places);
    return { tool: withSettings(offered, entry), check: offered.check, places };
  }
}

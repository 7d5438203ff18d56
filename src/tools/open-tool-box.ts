import { namesThereAre } from '../spec/near-miss.ts';
import type { ResolvedRole, ResolvedSpec } from '../spec/resolved.ts';
import type { RoleTool } from './offered-tool.ts';
import { RoleTools } from './role-tools.ts';
import { runToolCall } from './run-tool-call.ts';
import type { ToolBox } from './tool.ts';
import { type ToolBoxOptions, ToolSources } from './tool-sources.ts';

/** What a spec says of tools. */
export type ToolsOfSpec = Pick<ResolvedSpec, 'mcpServers'> & {
  readonly roles: readonly Pick<ResolvedRole, 'name' | 'tools'>[];
};

/**
 * Opens the tools of a run: loads modules, starts MCP servers and asks them what they have. Where no role
 * has a tool nothing is loaded.
 *
 * @throws UsageError for a module, a server or a tool that cannot be had, and for two tools of one role
 * with the same name; nothing is left open then
 */
export async function openToolBox(spec: ToolsOfSpec, options: ToolBoxOptions): Promise<ToolBox> {
  const sources = new ToolSources(spec.mcpServers, options);
  const roleTools = new RoleTools(sources);
  const opened = await Promise.allSettled(spec.roles.map((role) => roleTools.of(role)));
  const failed = opened.find((each) => each.status === 'rejected');
  if (failed !== undefined) {
    await sources.close();
    throw failed.reason;
  }
  const byRole = new Map(
    opened.map((each, index) => [
      spec.roles[index].name,
      (each as PromiseFulfilledResult<Map<string, RoleTool>>).value,
    ]),
  );
  return boxOf(byRole, () => sources.close());
}

function boxOf(
  roles: ReadonlyMap<string, ReadonlyMap<string, RoleTool>>,
  close: () => Promise<void>,
): ToolBox {
  const lists = new Map(
    [...roles].map(([role, tools]) => [role, [...tools.values()].map(({ tool }) => tool)]),
  );
  return {
    of: (role) => lists.get(role) ?? [],
    run: async (role, call, watch, signal) => {
      const tools = roles.get(role);
      const found = tools?.get(call.name);
      if (found !== undefined) return runToolCall(found, call, watch, signal);
      const text = `There is no tool ${call.name}${namesThereAre(call.name, tools?.keys() ?? [])}`;
      return { text, failure: 'unknown-tool', durationMs: 0, bytes: Buffer.byteLength(text) };
    },
    close,
  };
}

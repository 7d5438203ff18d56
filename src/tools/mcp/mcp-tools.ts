import { argumentCheck } from '../argument-check.ts';
import type { OfferedTool } from '../offered-tool.ts';
import { serverToolNames } from '../tool-name.ts';
import type { McpServer } from './mcp-server.ts';

/**
 * The tools of an MCP server, by the names that it gives them itself.
 *
 * @throws Error with a sentence that names the server, where it cannot be asked for them
 */
export async function mcpTools(server: McpServer): Promise<Map<string, OfferedTool>> {
  const listed = new Map((await server.tools()).map((tool) => [tool.name, tool]));
  const names = serverToolNames(server.name, [...listed.keys()]);
  const offered = new Map<string, OfferedTool>();
  for (const [own, { title, description = title ?? own, inputSchema }] of listed) {
    offered.set(own, {
      definition: { name: names.get(own) ?? own, description, parameters: inputSchema },
      source: `mcp ${server.name}`,
      identity: mcpIdentity(server.name, own),
      check: argumentCheck(inputSchema),
      run: (args, signal) => server.call(own, args, signal),
    });
  }
  return offered;
}

/** Tells a tool of a server from every other of a run. */
export function mcpIdentity(server: string, tool: string): string {
  return `mcp ${server} ${tool}`;
}

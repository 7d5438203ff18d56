import type { ToolDefinition } from '../providers/provider.ts';
import type { ResolvedTool } from '../spec/resolved-tools.ts';
import type { ArgumentCheck } from './argument-check.ts';
import type { Tool } from './tool.ts';
import type { ToolPlaces } from './tool-places.ts';

/** A tool as its source offers it, before the settings of a spec. */
export interface OfferedTool {
  readonly definition: ToolDefinition;
  /** Where it comes from: `built-in`, `tools.ts`, `mcp everything`. */
  readonly source: string;
  /** Tells it from every other of the run, whatever models call it. */
  readonly identity: string;
  readonly check: ArgumentCheck;
  run: Tool['run'];
}

/** A tool as a role has it, with what the running of its calls takes. */
export interface RoleTool {
  readonly tool: Tool;
  readonly check: ArgumentCheck;
  readonly places: ToolPlaces;
}

/** An offered tool with the settings of an entry. */
export function withSettings(
  { definition, source, run }: OfferedTool,
  { timeoutSeconds, concurrency, maxResultBytes, approval }: ResolvedTool,
): Tool {
  return {
    definition,
    source,
    limits: { timeoutMs: timeoutSeconds * 1000, concurrency, maxResultBytes },
    approval,
    run,
  };
}

import type { Environment } from '../../spec/environment.ts';
import type { ResolvedTool } from '../../spec/resolved-tools.ts';
import { argumentCheck } from '../argument-check.ts';
import type { OfferedTool } from '../offered-tool.ts';
import type { BuiltIn } from './built-in.ts';

/** An entry that names a tool which swarmdeck brings. */
type BuiltInEntry = Exclude<ResolvedTool, { kind: 'module' | 'mcp' }>;

/** A tool that swarmdeck brings; its code is loaded when a role has it. */
export async function builtInTool(
  entry: BuiltInEntry,
  environment: Environment,
): Promise<OfferedTool> {
  const made = await madeOf(entry, environment);
  const { definition } = made;
  const identity = `built-in ${definition.name}`;
  return { ...made, source: 'built-in', identity, check: argumentCheck(definition.parameters) };
}

async function madeOf(
  entry: BuiltInEntry,
  environment: Environment,
): Promise<ReturnType<BuiltIn<BuiltInEntry['kind']>>> {
  switch (entry.kind) {
    case 'calculator':
      return (await import('./calculator.ts')).calculator(entry, environment);
    case 'http_get':
      return (await import('./http-get.ts')).httpGet(entry, environment);
    case 'read_file':
      return (await import('./read-file.ts')).readFile(entry, environment);
  }
}

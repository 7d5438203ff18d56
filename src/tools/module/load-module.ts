import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { moduleError } from '../../spec/module-error.ts';
import { UsageError } from '../../spec/usage-error.ts';
import type { OfferedTool } from '../offered-tool.ts';
import { moduleTool } from './module-tool.ts';

/**
 * The tools of a module: those it exports by name, as its default, or in a list or a mapping as its
 * default. What else it exports is passed over.
 *
 * @param file absolute
 * @throws UsageError where it cannot be loaded, has no tool, or has one that is none
 */
export async function loadModule(file: string): Promise<OfferedTool[]> {
  const source = basename(file);
  const found = toolsIn(await imported(file));
  if (found.size === 0) {
    throw new UsageError(
      `${file}: exports no tool; export what defineTool({ name, description, parameters, run }) gives`,
    );
  }
  return Promise.all(
    [...found].map(([tool, exported]) => moduleTool(tool, { file, source, exported })),
  );
}

/** When each module that this process has loaded was last changed before that, ms. */
const changedAt = new Map<string, number>();

/** A module is loaded once by a process, but for one that was mended since: it is another then. */
async function imported(file: string): Promise<Record<string, unknown>> {
  try {
    const { mtimeMs } = statSync(file);
    const { href } = pathToFileURL(file);
    const first = changedAt.get(file) ?? mtimeMs;
    changedAt.set(file, first);
    return await import(first === mtimeMs ? href : `${href}?${mtimeMs}`);
  } catch (error) {
    throw moduleError(file, error);
  }
}

/** Each tool once, with the name that it is exported by. */
function toolsIn(module: Record<string, unknown>): Map<object, string> {
  const found = new Map<object, string>();
  const add = (value: unknown, exported: string) => {
    if (isMeantAsTool(value) && !found.has(value)) found.set(value, exported);
  };
  for (const [name, value] of Object.entries(module)) {
    add(value, name);
    if (name !== 'default' || isMeantAsTool(value)) continue;
    // Of a CommonJS module the default is all that it exports.
    for (const [key, inside] of Object.entries(value ?? {})) {
      add(inside, Array.isArray(value) ? `default[${key}]` : key);
    }
  }
  return found;
}

function isMeantAsTool(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    'run' in value &&
    ('name' in value || 'description' in value || 'parameters' in value)
  );
}

import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { ToolCall } from '../../src/providers/provider.ts';
import type { Environment } from '../../src/spec/environment.ts';
import { openToolBox } from '../../src/tools/open-tool-box.ts';
import type { ToolBox, ToolCallWatch, ToolOutcome } from '../../src/tools/tool.ts';
import { resolved } from '../helpers/spec.ts';

/** A file beside these tests. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
}

/** The module whose tools behave well, badly and not at all. */
export const fixtureModule = fixture('tools.ts');

/** Opens the tools of a spec, with the role `agent` where it names none; closed when the test is over. */
export async function toolBox(
  yaml: string,
  environment: Environment = process.env,
  cwd?: string,
): Promise<ToolBox> {
  const spec = await resolved({ environment, cwd }, yaml);
  const box = await openToolBox(spec, { environment, version: '1.2.3' });
  onTestFinished(() => box.close());
  return box;
}

export function callOf(name: string, args: unknown = {}): ToolCall {
  return { id: 'call_1', name, arguments: typeof args === 'string' ? args : JSON.stringify(args) };
}

/** Nobody looks, and nobody is asked. */
export const unwatched: ToolCallWatch = {
  approve: () => Promise.reject(new Error('nobody is to be asked')),
  started: () => {},
};

/** Runs one call of the role `agent`. */
export function run(
  box: ToolBox,
  name: string,
  args: unknown = {},
  { signal = new AbortController().signal, watch = unwatched } = {},
): Promise<ToolOutcome> {
  return box.run('agent', callOf(name, args), watch, signal);
}

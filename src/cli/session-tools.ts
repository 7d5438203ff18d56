import type { Environment } from '../spec/environment.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import type { ToolBox } from '../tools/tool.ts';
import { version } from './version.ts';

/** The tools of a run, opened; null where no role has any, and then nothing of them is loaded. */
export async function sessionTools(
  spec: ResolvedSpec,
  environment: Environment,
): Promise<ToolBox | null> {
  if (spec.roles.every(({ tools }) => tools.length === 0)) return null;
  const { openToolBox } = await import('../tools/open-tool-box.ts');
  return openToolBox(spec, { environment, version: version() });
}

import type { ResolvedSpec } from '../../src/spec/resolved.ts';
import type { PromptsWorkload } from '../../src/spec/work/prompts-workload.ts';

/** The workload of a spec that has prompts. */
export function promptsOf({ workload }: Pick<ResolvedSpec, 'workload'>): PromptsWorkload {
  if (workload.kind !== 'prompts') throw new Error(`expected prompts, got ${workload.kind}`);
  return workload;
}

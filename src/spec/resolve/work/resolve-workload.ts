import { demonstrationPrompts } from '../../prompts/demonstration.ts';
import type { WorkloadKind } from '../../schema/workload.ts';
import { UsageError } from '../../usage-error.ts';
import type { PromptsWorkload } from '../../work/prompts-workload.ts';
import type { Workload } from '../../work/workload.ts';
import type { Layers } from '../layers.ts';
import { resolveCompare } from './resolve-compare.ts';
import { resolveConsensus } from './resolve-consensus.ts';
import { resolveContent } from './resolve-content.ts';
import { resolveEmbeddings } from './resolve-embeddings.ts';
import { resolvePrompts } from './resolve-prompts.ts';
import { resolveWorkflows } from './resolve-workflows.ts';
import type { WorkSource } from './work-source.ts';
import { workloadKind } from './workload-kind.ts';

/** The work of a run, every file of it read and every template filled. */
export async function resolveWorkload(layers: Layers, source: WorkSource): Promise<Workload> {
  const repeat = layers.pick('workload.repeat', (spec) => spec.workload?.repeat, 1);
  const kind = workloadKind(layers);
  if (kind === null) return demonstration(layers, source.demonstration, repeat);
  return resolveKind[kind.value](layers, source, kind.where);
}

/** How each kind of work is read. */
const resolveKind: Record<
  WorkloadKind,
  (layers: Layers, source: WorkSource, where: string) => Promise<Workload>
> = {
  prompts: resolvePrompts,
  content: resolveContent,
  consensus: resolveConsensus,
  compare: resolveCompare,
  workflow: resolveWorkflows,
  workflows: resolveWorkflows,
  embeddings: resolveEmbeddings,
};

function demonstration(layers: Layers, count: number | null, repeat: number): PromptsWorkload {
  if (count === null) {
    throw new UsageError(
      'workload: there is no work to do; give it with --prompt TEXT, --prompts FILE or workload.prompts in a spec',
    );
  }
  const source = 'demonstration';
  layers.record('workload.prompts', source, 'default');
  return { kind: 'prompts', items: demonstrationPrompts(count), repeat, source };
}

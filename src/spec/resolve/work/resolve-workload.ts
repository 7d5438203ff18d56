import { demonstrationPrompts } from '../../prompts/demonstration.ts';
import type { WorkloadSpec } from '../../schema/spec.ts';
import type { WorkloadKind } from '../../schema/workload.ts';
import { workloadKinds } from '../../schema/workload.ts';
import { UsageError } from '../../usage-error.ts';
import type { PromptsWorkload } from '../../work/prompts-workload.ts';
import type { Workload } from '../../work/workload.ts';
import type { Found, Layers } from '../layers.ts';
import { resolveCompare } from './resolve-compare.ts';
import { resolveConsensus } from './resolve-consensus.ts';
import { resolveContent } from './resolve-content.ts';
import { resolveEmbeddings } from './resolve-embeddings.ts';
import { resolvePrompts } from './resolve-prompts.ts';
import { resolveWorkflows } from './resolve-workflows.ts';
import type { WorkSource } from './work-source.ts';

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

/** The one kind that the strongest layer with any kind names. */
function workloadKind(layers: Layers): Found<WorkloadKind> | null {
  const kindsOf = (workload: WorkloadSpec | undefined) =>
    workloadKinds.filter((kind) => workload?.[kind] !== undefined);
  const found = layers.find('workload', ({ workload }) => {
    const kinds = kindsOf(workload);
    return kinds.length > 0 ? kinds : undefined;
  });
  if (found) {
    const [kind, other] = found.value;
    const { place } = layers.layers[found.rank];
    if (other !== undefined) {
      throw new UsageError(
        `${place(['workload', other])}: expected one kind of work, got ${kind} and ${other}`,
      );
    }
    return { ...found, value: kind, where: place(['workload', kind]) };
  }
  return null;
}

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

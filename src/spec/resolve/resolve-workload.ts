import { basename } from 'node:path';
import { demonstrationPrompts } from '../prompts/demonstration.ts';
import { loadPrompts } from '../prompts/load-prompts.ts';
import { promptReader } from '../prompts/prompt-reader.ts';
import type { PromptItem, PromptsWorkload } from '../resolved.ts';
import type { WorkloadSpec } from '../schema/spec.ts';
import type { WorkloadKind } from '../schema/workload.ts';
import { workloadKinds } from '../schema/workload.ts';
import { UsageError } from '../usage-error.ts';
import type { Found, Layers } from './layers.ts';

/** What the work is read from. */
export interface WorkloadSource {
  readonly roles: readonly string[];
  /** What a file name in the spec file starts from. */
  readonly specDirectory: string;
  /** What a file name in a flag starts from. */
  readonly cwd: string;
  /** What stdin gave, where it was read before. */
  readonly stdin?: string;
  /** Prompts to make up where there is no workload; null where the work must be given. */
  readonly demonstration: number | null;
}

/** The work of a run, every file of it read and every template filled. */
export async function resolveWorkload(
  layers: Layers,
  source: WorkloadSource,
): Promise<PromptsWorkload> {
  const repeat = layers.pick('workload.repeat', (spec) => spec.workload?.repeat, 1);
  const kind = workloadKind(layers);
  if (kind === null) return demonstration(layers, source.demonstration, repeat);
  if (kind.value !== 'prompts') {
    const where = kind.where;
    throw new UsageError(
      `${where}: this kind of work is not in this version yet; use workload.prompts`,
    );
  }
  const prompts = layers.find('workload.prompts', (spec) => spec.workload?.prompts);
  if (prompts === null) throw new Error('a workload of prompts has prompts');
  const reader = promptReader(source.roles);
  const { value } = prompts;
  let items: PromptItem[];
  let name: string;
  if (typeof value === 'string') {
    const directory = prompts.source === 'spec' ? source.specDirectory : source.cwd;
    items = await loadPrompts(value, directory, reader, source.stdin);
    name = value === '-' ? 'stdin' : basename(value);
  } else {
    const { place } = layers.layers[prompts.rank];
    items = value.map((prompt, index) => {
      const at = (path: readonly (string | number)[]) =>
        place(['workload', 'prompts', index, ...path]);
      return typeof prompt === 'string' ? reader.text(prompt, at) : reader.record(prompt, at);
    });
    name = items.length === 1 ? '1 prompt' : `${items.length} prompts`;
  }
  layers.record('workload.prompts', name, prompts.source);
  return { kind: 'prompts', items, repeat, source: name };
}

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

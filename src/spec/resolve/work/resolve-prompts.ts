import { promptReader } from '../../prompts/prompt-reader.ts';
import type { PromptsWorkload } from '../../work/prompts-workload.ts';
import type { Layers } from '../layers.ts';
import { readPrompts } from './read-prompts.ts';
import type { WorkSource } from './work-source.ts';

/** The prompts of a list or a file. */
export async function resolvePrompts(layers: Layers, source: WorkSource): Promise<PromptsWorkload> {
  const repeat = layers.pick('workload.repeat', (spec) => spec.workload?.repeat, 1);
  const prompts = layers.find('workload.prompts', (spec) => spec.workload?.prompts);
  if (prompts === null) throw new Error('a workload of prompts has prompts');
  const reader = promptReader(source.roles);
  const path = ['workload', 'prompts'];
  const { items, name } = await readPrompts(layers, prompts, path, reader, source);
  layers.record('workload.prompts', name, prompts.source);
  return { kind: 'prompts', items, repeat, source: name };
}

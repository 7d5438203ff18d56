import { basename } from 'node:path';
import { loadPrompts } from '../../prompts/load-prompts.ts';
import { promptReader } from '../../prompts/prompt-reader.ts';
import type { PromptItem, PromptsWorkload } from '../../work/prompts-workload.ts';
import type { Layers } from '../layers.ts';
import type { WorkSource } from './work-source.ts';

/** The prompts of a list or a file. */
export async function resolvePrompts(layers: Layers, source: WorkSource): Promise<PromptsWorkload> {
  const repeat = layers.pick('workload.repeat', (spec) => spec.workload?.repeat, 1);
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

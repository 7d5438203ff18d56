import { basename } from 'node:path';
import { loadPrompts } from '../../prompts/load-prompts.ts';
import type { PromptReader } from '../../prompts/prompt-reader.ts';
import type { Found, Layers } from '../layers.ts';
import type { WorkSource } from './work-source.ts';

/** Prompts, and what the operator sees of where they are from. */
export interface ReadPrompts<Item> {
  readonly items: Item[];
  readonly name: string;
}

/**
 * The prompts of a list or a file.
 *
 * @param path of the field that they stand in
 */
export async function readPrompts<Item>(
  layers: Layers,
  { value, source, rank }: Found<string | readonly unknown[]>,
  path: readonly string[],
  reader: PromptReader<Item>,
  from: Omit<WorkSource, 'roles' | 'demonstration'>,
): Promise<ReadPrompts<Item>> {
  if (typeof value === 'string') {
    const directory = source === 'spec' ? from.specDirectory : from.cwd;
    const items = await loadPrompts(value, directory, reader, from.stdin);
    return { items, name: value === '-' ? 'stdin' : basename(value) };
  }
  const { place } = layers.layers[rank];
  const items = value.map((prompt, index) => {
    const at = (rest: readonly (string | number)[]) => place([...path, index, ...rest]);
    return typeof prompt === 'string' ? reader.text(prompt, at) : reader.record(prompt, at);
  });
  return { items, name: items.length === 1 ? '1 prompt' : `${items.length} prompts` };
}

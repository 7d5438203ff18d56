import { basename } from 'node:path';
import { loadContent } from '../../content/load-content.ts';
import { defaultChunkBytes, defaultContentBatch } from '../../schema/content.ts';
import type { WorkloadSpec } from '../../schema/spec.ts';
import { UsageError } from '../../usage-error.ts';
import type { ContentWorkload } from '../../work/content-workload.ts';
import type { Layers } from '../layers.ts';
import { fieldFinder } from './field-finder.ts';
import { roleNamed } from './role-named.ts';
import type { WorkSource } from './work-source.ts';

type ContentSpec = NonNullable<WorkloadSpec['content']>;

/**
 * A text to read in chunks; see `load-content.ts` for what it may be.
 *
 * @param where what a sentence about the workload begins with
 */
export async function resolveContent(
  layers: Layers,
  source: WorkSource,
  where: string,
): Promise<ContentWorkload> {
  const find = fieldFinder(layers, 'content');
  const pick = <Name extends keyof ContentSpec>(
    name: Name,
    fallback: NonNullable<ContentSpec[Name]>,
  ): NonNullable<ContentSpec[Name]> => {
    const found = find(name);
    layers.record(`workload.content.${name}`, found?.value ?? fallback, found?.source ?? 'default');
    return found?.value ?? fallback;
  };
  const file = find('file');
  if (file === null)
    throw new UsageError(`${where}: expected a file to read, got none; say workload.content.file`);
  const role = roleNamed(find('role'), source);
  const mode = pick('mode', 'broadcast');
  const chunkBytes = pick('chunkBytes', defaultChunkBytes);
  const overlapBytes = pick('overlapBytes', 0);
  if (overlapBytes >= chunkBytes)
    throw new UsageError(
      `${find('overlapBytes')?.where}: expected less than chunkBytes (${chunkBytes}), got ${overlapBytes}`,
    );
  const ofRun = layers.find('batch', (spec) => spec.batch);
  const batchSize = pick('batchSize', ofRun?.value ?? defaultContentBatch);
  const names = [file.value].flat();
  const { files, binary } = await loadContent(names, chunkBytes, {
    directory: file.source === 'spec' ? source.specDirectory : source.cwd,
    where: file.where,
    stdin: source.stdin,
  });
  const chunks = files.reduce((sum, each) => sum + each.chunks.length, 0);
  const facts = [
    ...(files.length > 1 ? [`${files.length} files`] : []),
    ...(binary > 0 ? [`${binary} binary left out`] : []),
    chunks === 1 ? '1 chunk' : `${chunks} chunks`,
    mode,
  ];
  const words = `${sourceName(names)} (${facts.join(', ')})`;
  layers.record('workload.content.file', sourceName(names), file.source);
  return {
    kind: 'content',
    source: words,
    files,
    overlapBytes,
    batchSize,
    mode,
    instruction: find('instruction')?.value ?? null,
    role,
  };
}

function sourceName(names: readonly string[]): string {
  if (names.length > 1) return `${names.length} names`;
  return names[0] === '-' ? 'stdin' : basename(names[0]);
}

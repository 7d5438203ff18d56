import { UsageError } from '../../usage-error.ts';
import type { EmbeddingsWorkload } from '../../work/embeddings-workload.ts';
import type { Layers } from '../layers.ts';
import type { WorkSource } from './work-source.ts';

/** @param where what a sentence about the workload begins with */
export async function resolveEmbeddings(
  _layers: Layers,
  _source: WorkSource,
  where: string,
): Promise<EmbeddingsWorkload> {
  throw new UsageError(
    `${where}: this kind of work is not in this version yet; use workload.prompts`,
  );
}

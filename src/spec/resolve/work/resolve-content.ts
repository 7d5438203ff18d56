import { UsageError } from '../../usage-error.ts';
import type { ContentWorkload } from '../../work/content-workload.ts';
import type { Layers } from '../layers.ts';
import type { WorkSource } from './work-source.ts';

/** @param where what a sentence about the workload begins with */
export async function resolveContent(
  _layers: Layers,
  _source: WorkSource,
  where: string,
): Promise<ContentWorkload> {
  throw new UsageError(
    `${where}: this kind of work is not in this version yet; use workload.prompts`,
  );
}

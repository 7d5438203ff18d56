import { UsageError } from '../../usage-error.ts';
import type { ConsensusWorkload } from '../../work/consensus-workload.ts';
import type { Layers } from '../layers.ts';
import type { WorkSource } from './work-source.ts';

/** @param where what a sentence about the workload begins with */
export async function resolveConsensus(
  _layers: Layers,
  _source: WorkSource,
  where: string,
): Promise<ConsensusWorkload> {
  throw new UsageError(
    `${where}: this kind of work is not in this version yet; use workload.prompts`,
  );
}

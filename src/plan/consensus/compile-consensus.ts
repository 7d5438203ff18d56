import type { ResolvedSpec } from '../../spec/resolved.ts';
import type { ConsensusWorkload } from '../../spec/work/consensus-workload.ts';
import type { Plan } from '../plan.ts';

export function compileConsensus(_spec: ResolvedSpec, _workload: ConsensusWorkload): Plan {
  throw new Error('not compiled yet');
}

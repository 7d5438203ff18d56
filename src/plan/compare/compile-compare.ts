import type { ResolvedSpec } from '../../spec/resolved.ts';
import type { CompareWorkload } from '../../spec/work/compare-workload.ts';
import type { Plan } from '../plan.ts';

export function compileCompare(_spec: ResolvedSpec, _workload: CompareWorkload): Plan {
  throw new Error('not compiled yet');
}

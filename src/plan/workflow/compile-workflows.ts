import type { ResolvedSpec } from '../../spec/resolved.ts';
import type { WorkflowsWorkload } from '../../spec/work/workflows-workload.ts';
import type { Plan } from '../plan.ts';

export function compileWorkflows(_spec: ResolvedSpec, _workload: WorkflowsWorkload): Plan {
  throw new Error('not compiled yet');
}

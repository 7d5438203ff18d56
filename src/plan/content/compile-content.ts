import type { ResolvedSpec } from '../../spec/resolved.ts';
import type { ContentWorkload } from '../../spec/work/content-workload.ts';
import type { Plan } from '../plan.ts';

export function compileContent(_spec: ResolvedSpec, _workload: ContentWorkload): Plan {
  throw new Error('not compiled yet');
}

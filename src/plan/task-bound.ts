import type { ResolvedSpec } from '../spec/resolved.ts';
import { workflowShape } from './workflow/workflow-shape.ts';

/** What the number of planned tasks says of those that will be done. */
export type TaskBound = 'exact' | 'at least' | 'at most';

/** A list in an answer has as many items as it has; voters that can change nothing are not asked. */
export function taskBound({ workload }: ResolvedSpec): TaskBound {
  switch (workload.kind) {
    case 'consensus':
      return workload.earlyStop === 'never' ? 'exact' : 'at most';
    case 'workflows':
      return workload.definitions.some((one) => workflowShape(one).tasks.some(({ grows }) => grows))
        ? 'at least'
        : 'exact';
    default:
      return 'exact';
  }
}

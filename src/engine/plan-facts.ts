import type { Plan } from '../plan/plan.ts';
import type { SelectionFacts } from '../state/selection/selection-facts.ts';
import type { EngineConfig } from './engine-config.ts';

/** What a selection reads of a run: its state, and of its plan what the state does not know. */
export function planFacts({ plan, roles, state }: EngineConfig): SelectionFacts {
  return {
    state,
    taskId: (task) => plan.id(task),
    tagsOf: (task) => roles[state.tasks.role[task]].tags,
    workflowOf: (task) => workflowName(plan, task),
  };
}

function workflowName({ graph }: Plan, task: number): string | null {
  const workflow = graph?.workflowOf(task) ?? -1;
  return workflow < 0 ? null : (graph?.workflows[workflow].name ?? null);
}

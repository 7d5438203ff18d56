import type { Plan } from '../../../../src/plan/plan.ts';
import { tablePlan } from '../../../../src/plan/table-plan.ts';
import type { TaskTable } from '../../../../src/plan/task-table.ts';
import type { Unfolding } from '../../../../src/plan/unfolding.ts';

/** A plan of a table's tasks that this unfolding carries on. */
export function planWith(
  table: TaskTable,
  unfolding: Unfolding,
  needs: (task: number) => readonly number[],
): Plan {
  return tablePlan(table, {
    deadlineMs: null,
    messages: () => [],
    graph: {
      ...{ unfolding, table, needs },
      planned: table.size,
      isDeferred: (task) => needs(task).length > 0,
      workflows: [],
      workflowOf: () => -1,
      capped: false,
      limitsOf: () => null,
    },
  });
}

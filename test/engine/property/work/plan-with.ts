import type { Plan } from '../../../../src/plan/plan.ts';
import type { TaskTable } from '../../../../src/plan/task-table.ts';
import type { Unfolding } from '../../../../src/plan/unfolding.ts';

/** A plan of a table's tasks that this unfolding carries on. */
export function planWith(
  table: TaskTable,
  unfolding: Unfolding,
  needs: (task: number) => readonly number[],
): Plan {
  const { size, role, priority, batch } = table;
  return {
    ...{ size, role, priority, batch },
    deadlineMs: null,
    id: (task) => table.id(task),
    messages: () => [],
    graph: {
      ...{ unfolding, table, needs },
      planned: size,
      isDeferred: (task) => needs(task).length > 0,
      workflows: [],
      workflowOf: () => -1,
      capped: false,
      limitsOf: () => null,
    },
  };
}

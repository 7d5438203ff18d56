import type { Plan } from './plan.ts';
import type { TaskTable } from './task-table.ts';

type OfTable = 'size' | 'role' | 'priority' | 'batch' | 'id';

/**
 * A plan whose tasks stand in a table: its columns are as long as they are when they are read.
 *
 * @param rest what the plan is besides
 */
export function tablePlan(table: TaskTable, rest: Omit<Plan, OfTable>): Plan {
  return {
    ...rest,
    get size() {
      return table.size;
    },
    get role() {
      return table.role;
    },
    get priority() {
      return table.priority;
    },
    get batch() {
      return table.batch;
    },
    id: (task) => table.id(task),
  };
}

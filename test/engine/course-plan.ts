import type { Plan } from '../../src/plan/plan.ts';
import type { PlanGraph } from '../../src/plan/plan-graph.ts';
import { tablePlan } from '../../src/plan/table-plan.ts';
import { TaskTable } from '../../src/plan/task-table.ts';
import type { Answers, PlanStep, TaskEnd, Unfolding } from '../../src/plan/unfolding.ts';
import { taskStatusNames } from '../../src/state/agent-state.ts';
import type { Swarm } from './swarm.ts';

/** How a plan made by hand goes on. */
export interface Course {
  /** Tasks in the beginning, named `t0`, `t1`, … */
  readonly tasks: number;
  begin(answers: Answers): PlanStep[];
  ended?(end: TaskEnd, table: TaskTable): PlanStep[];
  reopened?(tasks: readonly number[]): PlanStep[];
}

/** A plan of one role whose tasks go on as the course says. */
export function planOf(course: Course, graph: Partial<PlanGraph> = {}): Plan {
  const table = new TaskTable();
  for (let task = 0; task < course.tasks; task++)
    table.add({ id: `t${task}`, role: 0, priority: 100 });
  const unfolding: Unfolding = {
    begin: (_, answers) => course.begin(answers),
    ended: (end) => course.ended?.(end, table) ?? [],
    reopened: (tasks) => course.reopened?.(tasks) ?? [],
  };
  return tablePlan(table, {
    deadlineMs: null,
    messages: (task) => [{ role: 'user', content: `Question ${task}` }],
    graph: {
      unfolding,
      table,
      planned: course.tasks,
      needs: () => [],
      isDeferred: () => false,
      workflows: [],
      workflowOf: () => -1,
      capped: false,
      limitsOf: () => null,
      ...graph,
    },
  });
}

export const release = (...tasks: number[]): PlanStep => ({ kind: 'release', tasks });

export function statuses({ engine }: Swarm): string[] {
  const { status, size } = engine.state.tasks;
  return Array.from(status.subarray(0, size), (code) => taskStatusNames[code]);
}

import { nanoUsdUp } from '../../cost/usd.ts';
import { priorityOf } from '../../spec/priority.ts';
import type { ResolvedSpec } from '../../spec/resolved.ts';
import type { WorkflowDefinition, WorkflowsWorkload } from '../../spec/work/workflows-workload.ts';
import type { Message, Plan } from '../plan.ts';
import type { PlannedWorkflow } from '../plan-graph.ts';
import { tablePlan } from '../table-plan.ts';
import { TaskTable } from '../task-table.ts';
import { weightedTurns } from '../weighted-turns.ts';
import { WorkflowNodes } from './workflow-nodes.ts';
import { type WorkflowShape, workflowShape } from './workflow-shape.ts';
import { WorkflowTexts } from './workflow-texts.ts';
import { WorkflowUnfolding } from './workflow-unfolding.ts';
import { WorkflowViews } from './workflow-views.ts';
import { workflowsOutcome } from './workflows-outcome.ts';

/**
 * The tasks of workflows, each workflow's after the other's, and of one workflow in the order of its file. A
 * task with a list has one for each item; where the list is an answer, it has that of the first item until
 * the answer is there.
 */
export function compileWorkflows(spec: ResolvedSpec, workload: WorkflowsWorkload): Plan {
  const shapes = workload.definitions.map(workflowShape);
  const nodes = new WorkflowNodes(shapes, workload.instances);
  const texts = new WorkflowTexts(nodes);
  const table = new TaskTable();
  const roleOf = rolesOf(spec, shapes);

  function addItems(node: number, first: number, count: number): number {
    const { task } = nodes.shaped(node);
    const name = nodes.name(node);
    const from = table.size;
    const beside = first === 0 ? undefined : nodes.task(node, 0);
    for (let index = first; index < first + count; index++) {
      const role = roleOf(nodes.instances[nodes.workflow[node]].definition, task.role);
      const priority =
        task.priority === null ? spec.roles[role].priority : priorityOf(task.priority);
      table.add({ id: task.forEach === null ? name : `${name}.${index}`, role, priority, beside });
    }
    return from;
  }

  for (let node = 0; node < nodes.state.length; node++) {
    const { task, grows } = nodes.shaped(node);
    const count = task.forEach === null || grows ? 1 : texts.list(node).length;
    nodes.plan(node, addItems(node, 0, count), count);
  }
  const planned = table.size;
  const growing = { addItems: (node: number, count: number) => addItems(node, 1, count) };
  const unfolding = new WorkflowUnfolding(nodes, texts, growing, workload.atOnce);
  const views = new WorkflowViews(nodes, unfolding);
  const capOf = (definition: number) => {
    const { perWorkflowUsd } = spec.budget;
    return perWorkflowUsd === undefined
      ? workload.definitions[definition].budgetUsd
      : perWorkflowUsd;
  };
  return tablePlan(table, {
    deadlineMs: null,
    messages(task): Message[] {
      const { prompt, system } = texts.prompt(task);
      const user: Message = { role: 'user', content: prompt };
      const instructions = system ?? spec.roles[table.role[task]].instructions;
      return instructions === null ? [user] : [{ role: 'system', content: instructions }, user];
    },
    graph: {
      unfolding,
      table,
      planned,
      needs: (task) => nodes.needs(nodes.nodeOf(task)).flatMap((need) => nodes.tasksOf(need)),
      isDeferred: (task) => nodes.shaped(nodes.nodeOf(task)).isDeferred,
      workflows: workload.instances.map(({ name, definition }): PlannedWorkflow => {
        const { timeoutSeconds } = workload.definitions[definition];
        const budgetUsd = capOf(definition);
        return {
          name,
          budgetNanoUsd: budgetUsd === null ? null : nanoUsdUp(budgetUsd),
          timeoutSeconds: timeoutSeconds ?? null,
        };
      }),
      workflowOf: (task) => nodes.workflow[nodes.nodeOf(task)],
      capped: workload.definitions.some(
        ({ tasks }, definition) =>
          capOf(definition) !== null || tasks.some((task) => task.budgetUsd !== null),
      ),
      limitsOf: (task) => nodes.shaped(nodes.nodeOf(task)).limits,
    },
    outcome: (results) => workflowsOutcome(nodes, views, results),
    view: () => views.view(),
  });
}

/** Which role a task has: its own, or the next one's turn among those of its definition. */
function rolesOf(
  spec: ResolvedSpec,
  shapes: readonly WorkflowShape[],
): (definition: number, role: string | null) => number {
  const byName = new Map(spec.roles.map(({ name }, index) => [name, index]));
  const everyone = turnsOf(spec, null, byName);
  const turns = shapes.map(({ definition: { roles } }) =>
    roles === null ? everyone : turnsOf(spec, roles, byName),
  );
  return (definition, role) => (role === null ? turns[definition]() : (byName.get(role) as number));
}

function turnsOf(
  spec: ResolvedSpec,
  names: WorkflowDefinition['roles'],
  byName: ReadonlyMap<string, number>,
): () => number {
  const indexes =
    names?.map((name) => byName.get(name) as number) ?? spec.roles.map((_, index) => index);
  const next = weightedTurns(indexes.map((index) => spec.roles[index].agents));
  return () => indexes[next()];
}

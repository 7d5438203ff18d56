import { nanoUsdUp } from '../../cost/usd.ts';
import type { WorkflowDefinition, WorkflowTask } from '../../spec/work/workflows-workload.ts';
import { type Condition, parseCondition, slotsOfCondition } from '../../spec/workflow/condition.ts';
import { dependentsOf, taskOrder } from '../../spec/workflow/task-order.ts';
import {
  parseTemplate,
  type Slot,
  slotsOf,
  type Template,
} from '../../spec/workflow/workflow-template.ts';
import type { TaskLimits } from '../plan-graph.ts';

/** A task of a definition, its templates taken apart. */
export interface ShapedTask {
  readonly task: WorkflowTask;
  readonly dependents: readonly number[];
  /** From 0; one more than the highest of what it needs. */
  readonly level: number;
  /** Levels that it may be late without making the whole late. */
  readonly slack: number;
  readonly prompt: Template;
  readonly system: Template | null;
  readonly when: Condition | null;
  /** Whether `when` is asked for each item by itself. */
  readonly whenOfItem: boolean;
  /** What names the list; null where it stands in the workflow, or there is none. */
  readonly list: Slot | null;
  /** Whether how often it is done is known only once another task has answered. */
  readonly grows: boolean;
  /** What of its texts is taken out of answers that are to be JSON. */
  readonly jsonSlots: readonly Slot[];
  /** Whether its texts are made of answers. */
  readonly isDeferred: boolean;
  readonly limits: TaskLimits | null;
}

/** What all workflows of one definition have in common: made once, and shared by them. */
export interface WorkflowShape {
  readonly definition: WorkflowDefinition;
  readonly tasks: readonly ShapedTask[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** Each task after what it needs. */
  readonly order: readonly number[];
  /** Levels that there are. */
  readonly levels: number;
  /** One longest way through it. */
  readonly criticalPath: readonly number[];
}

export function workflowShape(definition: WorkflowDefinition): WorkflowShape {
  const needs = definition.tasks.map((task) => task.needs);
  const dependents = dependentsOf(needs);
  const { order, levels } = taskOrder(needs);
  const below = needs.map(() => 0);
  for (const task of order.toReversed())
    for (const need of needs[task]) below[need] = Math.max(below[need], below[task] + 1);
  const last = Math.max(...levels);
  return {
    definition,
    tasks: definition.tasks.map((task, index) =>
      shapedTask(task, dependents[index], levels[index], last - levels[index] - below[index]),
    ),
    indexOf: new Map(definition.tasks.map(({ name }, index) => [name, index])),
    order,
    levels: last + 1,
    criticalPath: longestPath(dependents, levels, below),
  };
}

function shapedTask(
  task: WorkflowTask,
  dependents: readonly number[],
  level: number,
  slack: number,
): ShapedTask {
  const prompt = parseTemplate(task.prompt);
  const system = task.system === null ? null : parseTemplate(task.system);
  const when = task.when === null ? null : parseCondition(task.when);
  const ofWhen = when === null ? [] : slotsOfCondition(when);
  const list = typeof task.forEach === 'string' ? slotsOf(parseTemplate(task.forEach))[0] : null;
  const texts = [...slotsOf(prompt), ...slotsOf(system ?? [])];
  const isOfTask = ({ kind }: Slot) => kind === 'task' || kind === 'texts';
  const grows = list?.kind === 'task';
  return {
    task,
    dependents,
    level,
    slack,
    prompt,
    system,
    when,
    whenOfItem: ofWhen.some(({ kind }) => kind === 'item' || kind === 'index'),
    list,
    grows,
    jsonSlots: texts.filter((slot) => slot.kind === 'task' && slot.what === 'json'),
    isDeferred: texts.some(isOfTask) || (grows && texts.some(({ kind }) => kind === 'item')),
    limits: limitsOf(task),
  };
}

function limitsOf({ timeoutSeconds, retries, budgetUsd }: WorkflowTask): TaskLimits | null {
  if (timeoutSeconds === null && retries === null && budgetUsd === null) return null;
  return {
    ...(timeoutSeconds !== null && { taskSeconds: timeoutSeconds }),
    ...(retries !== null && { retries }),
    ...(budgetUsd !== null && { budgetNanoUsd: nanoUsdUp(budgetUsd) }),
  };
}

function longestPath(
  dependents: readonly (readonly number[])[],
  levels: readonly number[],
  below: readonly number[],
): number[] {
  const longest = (tasks: readonly number[]) =>
    tasks.reduce((best, task) => (below[task] > below[best] ? task : best), tasks[0]);
  const first = longest(levels.flatMap((level, task) => (level === 0 ? [task] : [])));
  const path = [first];
  for (let at = first; dependents[at].length > 0; path.push(at)) at = longest(dependents[at]);
  return path;
}

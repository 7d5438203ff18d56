import type { Plan } from '../plan/plan.ts';
import { workflowShape } from '../plan/workflow/workflow-shape.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import type { WorkflowDefinition, WorkflowTask } from '../spec/work/workflows-workload.ts';
import type { WorkflowView } from '../state/work-view.ts';
import { plural } from './format.ts';
import { table } from './runs-format.ts';

/** Columns of a terminal that has no more. */
const width = 80;
/** Workflows of different kinds that are shown whole; of more, the others in a line each. */
const mostWhole = 4;

/** The workflows of a plan by level, those that differ by their vars alone once; empty of other work. */
export function workflowSections(spec: ResolvedSpec, plan: Plan): string[] {
  const { workload } = spec;
  const view = plan.view?.();
  if (workload.kind !== 'workflows' || view?.kind !== 'workflows') return [];
  const { definitions, instances, atOnce } = workload;
  const kinds = definitions.map((definition, index) => {
    const of = instances.flatMap((instance, at) => (instance.definition === index ? [at] : []));
    return { definition, first: view.workflows[of[0]], count: of.length };
  });
  const lines = kinds.map(({ definition, first, count }, index) =>
    index < mostWhole
      ? wholeWorkflow(definition, first, count, spec, plan)
      : heading(definition, first, count),
  );
  const many =
    instances.length > 1
      ? [`${plural(instances.length, 'workflow')}, at most ${atOnce} begun at a time`]
      : [];
  return [...many, ...lines];
}

function heading(definition: WorkflowDefinition, first: WorkflowView, count: number): string {
  const { tasks, budgetUsd } = definition;
  const words = [
    `${first.name === null ? 'workflow' : `workflow ${first.name}`}: ${plural(tasks.length, 'task')} in ${plural(first.levels, 'level')}`,
    ...(count > 1 ? [`and ${count - 1} more like it`] : []),
    ...(budgetUsd === null ? [] : [`at most $${budgetUsd}${count > 1 ? ' each' : ''}`]),
  ];
  return words.join(', ');
}

function wholeWorkflow(
  definition: WorkflowDefinition,
  first: WorkflowView,
  count: number,
  { roles }: ResolvedSpec,
  plan: Plan,
): string {
  const taskNamed = new Map(definition.tasks.map((task) => [task.name, task]));
  let level = -1;
  const rows = first.nodes.map((node) => {
    const task = taskNamed.get(node.name) as WorkflowTask;
    const [planned] = node.tasks;
    const isFirst = node.level !== level;
    level = node.level;
    return [
      // From 1, as the console counts them.
      isFirst ? String(level + 1) : '',
      `${node.onCriticalPath ? '*' : ' '} ${node.name}`,
      task.role ?? (planned === undefined ? '' : roles[plan.role[planned]].name),
      String(node.slack),
      notes(task, node.needs.map((need) => first.nodes[need].name).join(', ')),
    ];
  });
  const columns = [
    { title: 'level' },
    { title: '  task' },
    { title: 'role' },
    { title: 'slack', right: true },
    { title: 'needs' },
  ];
  const { criticalPath } = workflowShape(definition);
  const path = criticalPath.map((task) => definition.tasks[task].name);
  return [
    heading(definition, first, count),
    ...table(columns, rows)
      .trimEnd()
      .split('\n')
      .map((line) => cut(`  ${line}`)),
    ...wrapped(`critical path (*): ${path.join(' -> ')}`),
  ].join('\n');
}

/** What it needs, and what else decides whether and how often it is done. */
function notes({ forEach, when, critical }: WorkflowTask, needs: string): string {
  const list = typeof forEach === 'string' ? forEach : `${forEach?.length} items`;
  return [
    ...(needs === '' ? [] : [needs]),
    ...(forEach === null ? [] : [`for each of ${list}`]),
    ...(when === null ? [] : [`when ${when}`]),
    ...(critical ? [] : ['not critical']),
  ].join('; ');
}

function cut(line: string): string {
  return line.length > width ? `${line.slice(0, width - 3)}...` : line;
}

function wrapped(text: string): string[] {
  const lines = ['  '];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1];
    if (line.length + word.length + 1 > width && line.trim() !== '') lines.push(`    ${word} `);
    else lines[lines.length - 1] += `${word} `;
  }
  return lines.map((line) => line.trimEnd());
}

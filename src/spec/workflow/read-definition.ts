import { namesThereAre } from '../near-miss.ts';
import type { Path, Place } from '../place.ts';
import type { WorkflowSpec, WorkflowTaskSpec } from '../schema/workflow.ts';
import { UsageError } from '../usage-error.ts';
import type { WorkflowDefinition, WorkflowTask } from '../work/workflows-workload.ts';
import { circleIn } from './task-order.ts';
import { conditionSlots, type KnownNames, templateSlots } from './workflow-names.ts';
import type { Slot } from './workflow-template.ts';

export interface DefinitionSource {
  readonly value: WorkflowSpec;
  readonly place: Place;
  /** The run's name of a role as the workflow calls it. */
  readonly roleNamed: (name: string) => string;
  /** The roles of the run. */
  readonly roles: readonly string[];
  /** Names of vars that every row of its inputs has. */
  readonly rowVars: readonly string[];
}

/** A `{{vars.x}}` of a workflow, and where it stands. */
export interface VarUse {
  readonly slot: { readonly written: string; readonly path: readonly string[] };
  readonly where: () => string;
  /** It is to be a list. */
  readonly isList: boolean;
}

/**
 * A workflow as plans are made of it: every name in it is one that there is, and no tasks need each other in
 * a circle.
 *
 * @param onVar told of each use of a var
 * @throws UsageError with the first thing that cannot be
 */
export function readDefinition(
  source: DefinitionSource,
  onVar: (use: VarUse) => void,
): WorkflowDefinition {
  const { value, place, roles, rowVars } = source;
  const indexOf = new Map(Object.keys(value.tasks).map((name, index) => [name, index]));
  const names: KnownNames = {
    tasks: new Map(
      Object.entries(value.tasks).map(([name, task]) => [name, task.forEach !== undefined]),
    ),
    vars: new Set([...Object.keys(value.vars ?? {}), ...rowVars]),
  };
  const tasks = Object.entries(value.tasks).map(([name, task]): WorkflowTask => {
    const at = (...path: Path) => place(['tasks', name, ...path]);
    const slots = taskSlots(task, names, at, onVar);
    const listed = namedTasks(task.needs, 'needs', name, indexOf, at);
    const reduces = namedTasks(task.reduce, 'reduce', name, indexOf, at);
    const used = slots.flatMap((slot) => (slot.kind === 'task' ? [slot.task] : []));
    if (used.includes(name))
      throw new UsageError(`${at()}: {{tasks.${name}.…}} names the task itself`);
    const implied = used.map((task) => indexOf.get(task) as number);
    return {
      name,
      prompt: task.prompt,
      system: task.system ?? null,
      role: task.role === undefined ? null : roleOf(task.role, source, at('role')),
      needs: [...new Set([...listed, ...reduces, ...implied])],
      reduces,
      forEach: task.forEach ?? null,
      when: task.when ?? null,
      critical: task.critical ?? true,
      priority: task.priority ?? null,
      timeoutSeconds: task.timeoutSeconds ?? null,
      retries: task.retries ?? value.retries ?? null,
      budgetUsd: task.budget?.usd ?? null,
    };
  });
  const circle = circleIn(tasks.map(({ needs }) => needs));
  if (circle !== null) {
    const path = circle.map((task) => tasks[task].name);
    throw new UsageError(
      `${place(['tasks', path[0]])}: tasks need each other in a circle: ${path.join(' -> ')}`,
    );
  }
  const own = Object.keys(value.roles ?? {}).map((name) => source.roleNamed(name));
  return {
    tasks,
    vars: value.vars ?? {},
    roles: own.length === 0 ? null : own.filter((name) => roles.includes(name)),
    budgetUsd: value.budget?.usd ?? null,
    timeoutSeconds: value.timeoutSeconds ?? null,
  };
}

/** All that its templates name. */
function taskSlots(
  task: WorkflowTaskSpec,
  names: KnownNames,
  at: (...path: Path) => string,
  onVar: (use: VarUse) => void,
): Slot[] {
  const hasItem = task.forEach !== undefined;
  const hasTexts = task.reduce !== undefined;
  const all: Slot[] = [];
  const take = (slots: readonly Slot[], where: () => string, isList = false) => {
    for (const slot of slots) if (slot.kind === 'var') onVar({ slot, where, isList });
    all.push(...slots);
  };
  for (const field of ['prompt', 'system'] as const) {
    const where = () => at(field);
    const text = task[field];
    if (text !== undefined) take(templateSlots(text, names, { hasItem, hasTexts, where }), where);
  }
  if (task.when !== undefined) {
    const where = () => at('when');
    take(conditionSlots(task.when, names, { hasItem, hasTexts: false, where }), where);
  }
  if (typeof task.forEach === 'string') {
    const where = () => at('forEach');
    take([listSlot(task.forEach, names, where)], where, true);
  }
  return all;
}

/** A list is named by one slot alone. */
function listSlot(text: string, names: KnownNames, where: () => string): Slot {
  const slots = templateSlots(text, names, { hasItem: false, hasTexts: false, where });
  const isAlone = /^\s*\{\{[^{}]*\}\}\s*$/.test(text);
  const [slot] = slots;
  const isList = slot?.kind === 'var' || (slot?.kind === 'task' && slot.what === 'json');
  if (isAlone && isList) return slot;
  throw new UsageError(
    `${where()}: expected a list, {{vars.NAME}} or {{tasks.NAME.json}} and nothing beside, got ${JSON.stringify(text)}`,
  );
}

function namedTasks(
  written: string | readonly string[] | undefined,
  field: 'needs' | 'reduce',
  self: string,
  indexOf: ReadonlyMap<string, number>,
  at: (...path: Path) => string,
): number[] {
  const names = written === undefined ? [] : [written].flat();
  return names.map((name, place) => {
    const where = Array.isArray(written) ? at(field, place) : at(field);
    const index = indexOf.get(name);
    if (name === self) throw new UsageError(`${where}: a task cannot need itself`);
    if (index === undefined)
      throw new UsageError(
        `${where}: unknown task \`${name}\`${namesThereAre(
          name,
          [...indexOf.keys()].filter((other) => other !== self),
        )}`,
      );
    return index;
  });
}

function roleOf(name: string, { roleNamed, roles }: DefinitionSource, where: string): string {
  const role = roleNamed(name);
  if (roles.includes(role)) return role;
  throw new UsageError(`${where}: unknown role \`${name}\`${namesThereAre(name, roles)}`);
}

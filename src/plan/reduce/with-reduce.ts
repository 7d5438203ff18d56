import { fillTemplate } from '../../spec/prompts/template.ts';
import type { ResolvedSpec } from '../../spec/resolved.ts';
import type { ReducePolicy } from '../../spec/work/workload.ts';
import type { Pieces } from '../pieces.ts';
import type { Message, Plan } from '../plan.ts';
import type { PlanGraph } from '../plan-graph.ts';
import type { Outcome, RunResults } from '../run-results.ts';
import { TaskTable } from '../task-table.ts';
import { reduceLimit } from './reduce-limit.ts';
import { type ReduceTasks, reduceOutcome } from './reduce-outcome.ts';
import { ReduceUnfolding } from './reduce-unfolding.ts';

/**
 * The plan with what `reduce` and `dedupe` of its workload ask for; the plan itself where they ask for
 * nothing. The last task, `reduce`, is a task of the plan from the beginning; parts, `reduce.1.1` and so
 * on, are added when it is known that the answers do not fit one call.
 *
 * @param plan its first tasks keep their numbers; where its tasks depend on each other its table takes
 *   up the new ones too
 */
export function withReduce(plan: Plan, spec: ResolvedSpec): Plan {
  const { reduce, dedupe = null } = spec;
  if (reduce) return reduced(plan, spec, reduce);
  if (dedupe === null) return plan;
  const tasks: ReduceTasks = {
    ...{ reduce: null, isPart: () => false, isTakenIn: () => false },
    id: (task) => plan.id(task),
  };
  return derived(plan, {
    outcome: (results) => outcomeWith(plan, spec, tasks, results),
  });
}

function reduced(plan: Plan, spec: ResolvedSpec, policy: ReducePolicy): Plan {
  const table = plan.graph?.table ?? tableOf(plan);
  const id = freeName('reduce', table);
  const named = spec.roles.findIndex(({ name }) => name === policy.role);
  const role = Math.max(0, named);
  const { priority, instructions } = spec.roles[role];
  const last = table.add({ id, role, priority });
  const isTakenIn = (task: number) => plan.graph?.isTakenIn?.(task) ?? false;
  const unfolding = new ReduceUnfolding({
    ...{ inner: plan.graph?.unfolding ?? null, table, reduce: last, id, role, priority },
    ...{ limit: reduceLimit(spec, role), dedupe: spec.dedupe ?? null },
    isTakenIn,
  });
  const partName = new RegExp(`^${id}\\.\\d+\\.\\d+$`);
  const tasks: ReduceTasks = {
    reduce: last,
    isPart: (task) => task > last && partName.test(table.id(task)),
    isTakenIn,
    id: (task) => table.id(task),
  };
  const isOwn = (task: number) => task === last || tasks.isPart(task);

  const messages = (task: number): readonly Message[] => {
    const sources = unfolding.sources(task) ?? [];
    const texts = sources.map((source) => `--- ${table.id(source)} ---\n${unfolding.text(source)}`);
    const count = sources.reduce((sum, source) => sum + unfolding.answersIn(source), 0);
    const template = task === last ? policy.prompt : policy.mapPrompt;
    const values = { texts: texts.join('\n\n'), count };
    const user: Message = {
      role: 'user',
      content: fillTemplate(template, values, () => 'workload.reduce'),
    };
    return instructions === null ? [user] : [{ role: 'system', content: instructions }, user];
  };

  let before: readonly number[] | null = null;
  const allBefore = () => {
    before ??= Array.from({ length: last }, (_, task) => task);
    return before;
  };
  const { graph } = plan;
  const ofReduce: PlanGraph = {
    unfolding,
    table,
    planned: last + 1,
    needs: (task) =>
      isOwn(task) ? (unfolding.sources(task) ?? allBefore()) : (graph?.needs(task) ?? []),
    isDeferred: (task) => isOwn(task) || (graph?.isDeferred(task) ?? false),
    workflows: graph?.workflows ?? [],
    workflowOf: (task) => (isOwn(task) || graph === undefined ? -1 : graph.workflowOf(task)),
    capped: graph?.capped ?? false,
    limitsOf: (task) => (isOwn(task) || graph === undefined ? null : graph.limitsOf(task)),
  };
  return derived(plan, {
    table,
    graph: ofReduce,
    messages: (task) => (isOwn(task) ? messages(task) : plan.messages(task)),
    outcome: (results) => outcomeWith(plan, spec, tasks, results),
  });
}

async function outcomeWith(
  plan: Plan,
  spec: ResolvedSpec,
  tasks: ReduceTasks,
  results: RunResults,
): Promise<Outcome> {
  const own = (await plan.outcome?.(results)) ?? { kind: spec.workload.kind };
  return { ...own, ...reduceOutcome(tasks, spec.dedupe ?? null, results) };
}

/** The plan with some of it otherwise. Its columns may grow, so they are asked for and not copied. */
function derived(
  plan: Plan,
  other: Partial<Pick<Plan, 'graph' | 'messages' | 'outcome'>> & { readonly table?: TaskTable },
): Plan {
  const columns = other.table ?? plan;
  const tasks = other.table === undefined ? Number.POSITIVE_INFINITY : other.table.size - 1;
  const isOfPlan = (task: number) => task < tasks;
  let deadlines: Float64Array | null = plan.deadlineMs;
  return {
    get size() {
      return columns.size;
    },
    get role() {
      return columns.role;
    },
    get priority() {
      return columns.priority;
    },
    get batch() {
      return columns.batch;
    },
    get deadlineMs() {
      if (deadlines === null || deadlines.length >= columns.size) return deadlines;
      const longer = new Float64Array(columns.size).fill(Number.POSITIVE_INFINITY);
      longer.set(deadlines);
      deadlines = longer;
      return deadlines;
    },
    id: (task) => columns.id(task),
    messages: other.messages ?? ((task) => plan.messages(task)),
    texts: plan.texts?.bind(plan),
    pieces: plan.pieces && piecesOf(plan.pieces, isOfPlan),
    postsAtOnce: plan.postsAtOnce && ((task) => (isOfPlan(task) ? plan.postsAtOnce!(task) : 1)),
    graph: other.graph ?? plan.graph,
    outcome: other.outcome ?? plan.outcome?.bind(plan),
    view: plan.view?.bind(plan),
    code: plan.code,
  };
}

/** What comes after the tasks of the plan is made of no pieces. */
function piecesOf(pieces: Pieces, isOfPlan: (task: number) => boolean): Pieces {
  return {
    count: pieces.count,
    text: (piece) => pieces.text(piece),
    name: (piece) => pieces.name(piece),
    messages: (task) => (isOfPlan(task) ? pieces.messages(task) : null),
    bytesOf: (task) => (isOfPlan(task) ? pieces.bytesOf(task) : null),
    countOf: (task) => (isOfPlan(task) ? pieces.countOf(task) : 0),
    keep: (record) => pieces.keep(record),
    read: () => pieces.read(),
  };
}

/** A plan whose tasks stand alone has no table; this one holds its tasks. */
function tableOf(plan: Plan): TaskTable {
  const table = new TaskTable();
  const { role, priority, batch } = plan;
  for (let task = 0; task < plan.size; task++)
    table.add({
      id: plan.id(task),
      ...{ role: role[task], priority: priority[task], batch: batch[task] },
    });
  return table;
}

/** A name that no task has, and none begins with. */
function freeName(wanted: string, table: TaskTable): string {
  const taken = (name: string) => {
    for (let task = 0; task < table.size; task++) {
      const id = table.id(task);
      if (id === name || id.startsWith(`${name}.`)) return true;
    }
    return false;
  };
  let name = wanted;
  while (taken(name)) name = `run-${name}`;
  return name;
}

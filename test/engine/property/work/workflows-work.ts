import type { Plan } from '../../../../src/plan/plan.ts';
import { compileWorkflows } from '../../../../src/plan/workflow/compile-workflows.ts';
import type { ResolvedSpec } from '../../../../src/spec/resolved.ts';
import type { WorkflowsWorkload } from '../../../../src/spec/work/workflows-workload.ts';
import type { Chance } from '../../../helpers/chance.ts';
import type { Answer, RandomTasks } from '../../../plan/workflow/reference.ts';
import type { EndBook } from './end-book.ts';
import { judgeWorkflow } from './judge-workflow.ts';
import type { Work } from './work.ts';

/** Items of a list, at most. */
const mostItems = 4;

/** Random workflows, `w0` and on, whose fan-outs are over the lists that models answer. */
export class WorkflowsWork implements Work {
  readonly kind = 'workflows';
  readonly most: number;
  readonly drafts: readonly RandomTasks[];
  private readonly spec: ResolvedSpec;
  private readonly workload: WorkflowsWorkload;
  private known: { readonly plan: Plan; size: number; byNode: Map<string, number[]> } | null = null;

  /** @param workload of which each draft is one workflow */
  constructor(spec: ResolvedSpec, drafts: readonly RandomTasks[], workload: WorkflowsWorkload) {
    this.spec = spec;
    this.drafts = drafts;
    this.workload = workload;
    const tasks = drafts.flatMap((draft) => Object.values(draft));
    this.most = tasks.reduce((sum, { list }) => sum + (list === undefined ? 1 : mostItems), 0);
  }

  plan(): Plan {
    return compileWorkflows(this.spec, this.workload);
  }

  needs(task: number, plan: Plan): readonly number[] {
    const [workflow, name] = plan.id(task).split('.');
    const draft = this.drafts[Number(workflow.slice(1))];
    const { byNode } = this.tasksOf(plan);
    return draft[name].needs.flatMap((need) => byNode.get(`${workflow}.${need}`) ?? []);
  }

  isUnderWay(task: number, plan: Plan, { ends }: EndBook): boolean {
    const [workflow, name] = plan.id(task).split('.');
    const items = this.tasksOf(plan).byNode.get(`${workflow}.${name}`) ?? [];
    return items.some((item) => /done|failed|poison/.test(ends.get(item)?.status ?? ''));
  }

  answer(chance: Chance): string {
    const list = chance.happens(0.1) ? 'none' : [1, 2, 3, 4].slice(0, chance.whole(0, mostItems));
    return JSON.stringify({ go: chance.happens(0.7), list } satisfies Answer);
  }

  judge({ ends }: EndBook, plan: Plan): string | null {
    const { byNode } = this.tasksOf(plan);
    for (const [index, draft] of this.drafts.entries()) {
      const of = (name: string) => (byNode.get(`w${index}.${name}`) ?? []).map((t) => ends.get(t));
      const wrong = judgeWorkflow(draft, of);
      if (wrong !== null) return `w${index}.${wrong}`;
    }
    return null;
  }

  /** Tasks by what they are called in their workflow, items together. */
  private tasksOf(plan: Plan) {
    if (this.known?.plan !== plan) this.known = { plan, size: 0, byNode: new Map() };
    const { known } = this;
    for (; known.size < plan.size; known.size++) {
      const node = plan.id(known.size).split('.', 2).join('.');
      const tasks = known.byNode.get(node);
      if (tasks === undefined) known.byNode.set(node, [known.size]);
      else tasks.push(known.size);
    }
    return known;
  }
}

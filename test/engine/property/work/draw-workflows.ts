import type { ResolvedSpec } from '../../../../src/spec/resolved.ts';
import type {
  WorkflowDefinition,
  WorkflowTask,
} from '../../../../src/spec/work/workflows-workload.ts';
import type { Chance } from '../../../helpers/chance.ts';
import { type RandomTasks, randomTasks } from '../../../plan/workflow/reference.ts';
import { longestPrompt } from '../prompts.ts';
import type { Scenario } from '../scenario.ts';
import { WorkflowsWork } from './workflows-work.ts';

/** So many workflows, some with budgets of their own, or with tasks that have limits of their own. */
export function drawWorkflows(
  chance: Chance,
  scenario: Scenario,
  spec: ResolvedSpec,
  count: number,
): WorkflowsWork {
  const drafts = Array.from({ length: count }, () => randomTasks(chance));
  const own = ownLimits(chance, scenario);
  const workload = {
    kind: 'workflows',
    definitions: drafts.map((draft) => definitionOf(chance, draft, own)),
    instances: drafts.map((_, definition) => ({ name: `w${definition}`, definition, vars: {} })),
    atOnce: chance.happens(0.5) ? count : chance.whole(1, count),
    source: 'drawn',
  } as const;
  return new WorkflowsWork(spec, drafts, workload);
}

interface OwnLimits {
  workflow(tasks: number): Pick<WorkflowDefinition, 'budgetUsd' | 'timeoutSeconds'>;
  task(): Pick<WorkflowTask, 'budgetUsd' | 'retries' | 'timeoutSeconds' | 'priority'>;
}

/** Where a price is unknown there are no budgets: a spec would be refused. */
function ownLimits(chance: Chance, { roles, routes }: Scenario): OwnLimits {
  const priced = routes.every(({ price }) => price !== null);
  const dearest = Math.max(...routes.map(({ price }) => price?.output ?? 0));
  const longest = Math.max(...roles.map(({ maxOutputTokens }) => maxOutputTokens));
  const callUsd = ((longest + longestPrompt / 8) * dearest) / 1e9;
  const share = (often: number) => (chance.happens(often) ? chance.pick([0.05, 0.3, 1]) : 0);
  const shares = {
    workflow: priced ? share(0.5) : 0,
    workflowTime: share(0.2),
    budget: priced ? share(0.3) : 0,
    retries: share(0.3),
    timeout: share(0.2),
    priority: share(0.3),
  };
  const maybe = (often: number, limit: () => number) => (chance.happens(often) ? limit() : null);
  return {
    workflow: (tasks) => ({
      budgetUsd: maybe(shares.workflow, () => callUsd * tasks * chance.magnitude(0.02, 2)),
      timeoutSeconds: maybe(shares.workflowTime, () => chance.magnitude(1, 120)),
    }),
    task: () => ({
      budgetUsd: maybe(shares.budget, () => callUsd * chance.magnitude(0.3, 6)),
      retries: maybe(shares.retries, () => chance.whole(0, 8)),
      timeoutSeconds: maybe(shares.timeout, () => chance.magnitude(0.3, 60)),
      priority: maybe(shares.priority, () => chance.pick([300, 200, 100, 0])),
    }),
  };
}

/** Its tasks in an order of their own: a file need not name first what is done first. */
function definitionOf(chance: Chance, draft: RandomTasks, own: OwnLimits): WorkflowDefinition {
  const names = Object.keys(draft)
    .map((name) => [chance.share(), name] as const)
    .sort(([a], [b]) => a - b)
    .map(([, name]) => name);
  const tasks = names.map((name): WorkflowTask => {
    const { needs, critical, when, list } = draft[name];
    const item = list === undefined ? '' : ' for {{item}}';
    const said = when === undefined ? '' : ` after {{tasks.${when}.text}}`;
    return {
      ...{ name, critical, system: null, role: null, reduces: [] },
      prompt: `Do ${name}${item}${said}.`,
      needs: needs.map((need) => names.indexOf(need)),
      forEach: list === undefined ? null : `{{tasks.${list}.json.list}}`,
      when: when === undefined ? null : `{{tasks.${when}.json.go}}`,
      ...own.task(),
    };
  });
  return {
    tasks,
    vars: {},
    roles: null,
    ...own.workflow(tasks.length),
  };
}

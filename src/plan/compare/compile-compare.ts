import { fillTemplate } from '../../spec/prompts/template.ts';
import type { ResolvedSpec } from '../../spec/resolved.ts';
import type { CompareWorkload } from '../../spec/work/compare-workload.ts';
import type { CompareView } from '../../state/work-view.ts';
import { type Message, type Plan, priorityOf } from '../plan.ts';
import { taskIds } from '../prompts/task-ids.ts';
import { tablePlan } from '../table-plan.ts';
import { TaskTable } from '../task-table.ts';
import { CompareLayout } from './compare-layout.ts';
import { compareOutcome } from './compare-outcome.ts';
import { JudgeTally } from './judge-tally.ts';
import { JudgeUnfolding } from './judge-unfolding.ts';

/**
 * The tasks of a comparison: every prompt for every variant, `<prompt>.<variant>`, and where there is a
 * judge two tasks for each pair of their answers, `<prompt>.judge.<as A>.<as B>`.
 */
export function compileCompare(spec: ResolvedSpec, workload: CompareWorkload): Plan {
  const { items, variants, judge } = workload;
  const layout = new CompareLayout(workload);
  const roleOf = (name: string) => spec.roles.findIndex((role) => role.name === name);
  const roles = variants.map(({ name }) => roleOf(name));
  const judgeRole = judge === null ? -1 : roleOf(judge.role);
  const inputId = taskIds(items, workload.repeat);
  const judgeWord = freeWord(items);
  const table = new TaskTable();
  for (let task = 0; task < layout.answers; task++) {
    const round = layout.roundOf(task);
    const variant = layout.variantOf(task);
    const role = roles[variant];
    const { priority } = items[round % items.length];
    table.add({
      id: `${inputId(round)}.${variants[variant].name}`,
      role,
      priority: priority === undefined ? spec.roles[role].priority : priorityOf(priority),
    });
  }
  for (let task = layout.answers; task < layout.size; task++) {
    const { round, a, b } = layout.judged(task);
    const names = `${variants[a].name}.${variants[b].name}`;
    const { priority } = spec.roles[judgeRole];
    table.add({ id: `${inputId(round)}.${judgeWord}.${names}`, role: judgeRole, priority });
  }

  const tasksOf = variants.map((_, variant) =>
    Array.from({ length: layout.rounds }, (_, round) => layout.answerTask(round, variant)),
  );
  const unfolding = new JudgeUnfolding(layout);
  const tally = judge === null ? null : new JudgeTally(layout);
  const withSystem = (system: string | null | undefined, content: string): Message[] => {
    const user: Message = { role: 'user', content };
    return system === null || system === undefined
      ? [user]
      : [{ role: 'system', content: system }, user];
  };
  const asked = (task: number): Message[] => {
    const item = items[layout.roundOf(task) % items.length];
    const variant = layout.variantOf(task);
    const { template } = variants[variant];
    return withSystem(
      item.system ?? spec.roles[roles[variant]].instructions,
      template === null ? item.prompt : filled(template, { prompt: item.prompt }),
    );
  };
  const askedOfJudge = (task: number): Message[] => {
    const { round, a, b } = layout.judged(task);
    const text = (variant: number) => unfolding.text(layout.answerTask(round, variant));
    const { prompt } = items[round % items.length];
    const content = filled(judge?.prompt ?? '', { prompt, a: text(a), b: text(b) });
    return withSystem(spec.roles[judgeRole].instructions, content);
  };

  return tablePlan(table, {
    deadlineMs: null,
    messages: (task) => (task < layout.answers ? asked(task) : askedOfJudge(task)),
    ...(tally !== null && {
      graph: {
        unfolding: tally.watching(unfolding),
        table,
        planned: layout.size,
        needs(task: number) {
          if (task < layout.answers) return [];
          const { round, a, b } = layout.judged(task);
          return [layout.answerTask(round, a), layout.answerTask(round, b)];
        },
        isDeferred: (task: number) => task >= layout.answers,
        workflows: [],
        workflowOf: () => -1,
        capped: false,
        limitsOf: () => null,
      },
    }),
    outcome: (results) => compareOutcome(workload, layout, results),
    view: (): CompareView => ({
      kind: 'compare',
      variants: variants.map(({ name }, variant) => ({
        name,
        tasks: tasksOf[variant],
        ...(tally?.of(variant) ?? { wins: 0, losses: 0, ties: 0 }),
      })),
    }),
  });
}

/** Its slots were checked when the spec was read. */
function filled(template: string, values: Readonly<Record<string, string>>): string {
  return fillTemplate(template, values, () => 'workload.compare');
}

/** What no id of an input holds as one of its parts, so that no two tasks get the same name. */
function freeWord(items: CompareWorkload['items']): string {
  let word = 'judge';
  while (items.some(({ id }) => id?.includes(`.${word}.`))) word = `x-${word}`;
  return word;
}

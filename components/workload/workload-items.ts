import type { WorkView } from '../../src/state/work-view.ts';
import type { Tally } from './tally.ts';
import type { WorkloadOrder } from './workload-view.ts';

/** What a work is made of, in the word of its list. */
export function itemCount(work: WorkView, tasks: number): number {
  switch (work.kind) {
    case 'workflows':
      return work.workflows.length;
    case 'consensus':
      return work.questions.length;
    case 'compare':
      return work.variants.length;
    case 'content':
      return tasks;
  }
}

/** The tasks of one of them. */
export function itemTasks(work: WorkView, item: number): readonly number[] {
  switch (work.kind) {
    case 'workflows':
      return (work.workflows[item]?.nodes ?? []).flatMap(({ tasks }) => tasks);
    case 'consensus':
      return work.questions[item]?.tasks ?? [];
    case 'compare':
      return work.variants[item]?.tasks ?? [];
    case 'content':
      return item < 0 ? [] : [item];
  }
}

/** What an operator knows one of them by. */
export function itemName(work: WorkView, item: number, taskId: (task: number) => string): string {
  switch (work.kind) {
    case 'workflows':
      return work.workflows[item]?.name ?? 'workflow';
    case 'consensus':
      return work.questions[item]?.question ?? '';
    case 'compare':
      return work.variants[item]?.name ?? '';
    case 'content':
      return taskId(item);
  }
}

/** What a filter looks at: its name, and how it stands. */
export function itemLine(work: WorkView, item: number, taskId: (task: number) => string): string {
  const name = itemName(work, item, taskId);
  if (work.kind === 'workflows') return `${name} ${work.workflows[item].state}`;
  if (work.kind !== 'consensus') return name;
  const { decided } = work.questions[item];
  return decided === null ? `${name} open` : `${name} decided ${decided.answer ?? ''}`;
}

/** Numbers that put them in an order, the largest first; null for that of the plan. */
export function orderKey(order: WorkloadOrder): ((tally: Tally) => number) | null {
  switch (order) {
    case 'plan':
      return null;
    case 'trouble':
      return ({ failed, skipped, cancelled }) => failed * 1e6 + skipped * 1e3 + cancelled;
    case 'progress':
      // What is under way comes first, what is furthest before the others; what has ended comes last.
      return ({ ended, total }) => (ended === total ? -1 : ended / total);
    case 'cost':
      return ({ costNanoUsd }) => costNanoUsd;
  }
}

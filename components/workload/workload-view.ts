import type { WorkView } from '../../src/state/work-view.ts';

export type WorkKind = WorkView['kind'];

/** What the parts of the work are put in order by. */
export const workloadOrders = ['plan', 'trouble', 'progress', 'cost'] as const;
export type WorkloadOrder = (typeof workloadOrders)[number];

/** What the screen of the work is asked to show. */
export interface WorkloadView {
  /** Null where the run has no more to it than its tasks. */
  readonly kind: WorkKind | null;
  /** Workflows, questions or variants that there are: several have a list. 0 for content. */
  readonly items: number;
  /** What the keys that move are for: the list, or what is in the chosen one. */
  readonly focus: 'list' | 'inside';
  /** What is in the chosen one has the whole screen. */
  readonly whole: boolean;
  /** Number of the chosen one, as the run counts them. */
  readonly chosen: number;
  /** Place of the cursor inside of it. */
  readonly row: number;
  readonly order: WorkloadOrder;
  /** Nodes of the chosen workflow whose tasks are listed. */
  readonly unfolded: ReadonlySet<number>;
}

export const isList = ({ items }: Pick<WorkloadView, 'items'>): boolean => items > 1;

export const newWorkloadView: WorkloadView = {
  kind: null,
  items: 0,
  focus: 'list',
  whole: false,
  chosen: 0,
  row: 0,
  order: 'plan',
  unfolded: new Set(),
};

import { listMoves } from '../parts/list-move.ts';
import { type Binding, bind } from './binding.ts';

/** What is done with the parts of the work: workflows and their tasks, questions, variants. */
export type WorkloadAction =
  | 'workload-show'
  | 'workload-move'
  | 'workload-open'
  | 'workload-focus'
  | 'workload-whole'
  | 'workload-failure'
  | 'workload-order'
  | 'workload-pause'
  | 'workload-retry'
  | 'workload-retry-now'
  | 'workload-cancel'
  | 'workload-cancel-now'
  | 'workload-back';

const shows = 'the work: workflows, votes, variants';

export const workloadKeys: readonly Binding<WorkloadAction>[] = [
  bind('run', 'D', 'workload-show', shows),
  bind('ended', 'D', 'workload-show', shows),
  bind('past', 'D', 'workload-show', shows),
  {
    place: 'workload',
    keys: Object.keys(listMoves),
    label: 'arrows jk',
    action: 'workload-move',
    byKey: true,
    does: 'move · g G to the ends · PgUp PgDn by pages',
  },
  bind('workload', ['enter', 'right'], 'workload-open', 'into it · of a task: open it', 'open'),
  bind('workload', 'p', 'workload-pause', 'pause the workflow, or let it go on', 'pause'),
  bind('workload', 'r', 'workload-retry', 'try what failed in it once more: asks', 'retry'),
  bind('workload', 'R', 'workload-retry-now', 'try what failed once more, unasked'),
  bind('workload', ['x', 'c'], 'workload-cancel', 'cancel what is left of it: asks', 'cancel'),
  bind('workload', 'C', 'workload-cancel-now', 'cancel what is left of it, unasked'),
  bind('workload', 'f', 'workload-failure', 'the next one in which something failed', 'failure'),
  bind('workload', 's', 'workload-order', 'order: plan, trouble, progress, cost', 'sort'),
  bind('workload', 'tab', 'workload-focus', 'to what is in it, and back to the list', 'inside'),
  bind('workload', 'z', 'workload-whole', 'what is in it alone, and back'),
  bind('workload', ['escape', 'left'], 'workload-back', 'back'),
];

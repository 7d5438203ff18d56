import { listMoves } from '../parts/list-move.ts';
import { type Binding, bind } from './binding.ts';

/** What is done with runs of before. */
export type HistoryAction =
  | 'history-show'
  | 'history-move'
  | 'history-open'
  | 'history-resume'
  | 'history-resume-now'
  | 'history-delete';

/** What is done with a run of the past besides. */
export type ReplayAction = 'replay-back' | 'replay-forward' | 'replay-ends';

export const historyKeys: readonly Binding<HistoryAction | ReplayAction>[] = [
  bind('launch', 'h', 'history-show', 'runs of before', 'history'),
  {
    place: 'history',
    keys: Object.keys(listMoves),
    label: 'arrows jk',
    action: 'history-move',
    byKey: true,
    does: 'move · g G to the ends · PgUp PgDn by pages',
  },
  bind('history', 'enter', 'history-open', 'look at the run, read-only', 'open'),
  bind('history', 'r', 'history-resume', 'go on with it, or with what failed: asks', 'resume'),
  bind('history', 'R', 'history-resume-now', 'go on with it, unasked'),
  bind('history', 'd', 'history-delete', 'delete it: asks', 'delete'),
  bind('past', 'r', 'history-resume', 'go on with it here, or with what failed: asks', 'resume'),
  bind('past', 'R', 'history-resume-now', 'go on with it here, unasked'),
  bind('past', '<', 'replay-back', 'as it stood a twentieth of its time before', 'earlier'),
  bind('past', '>', 'replay-forward', 'as it stood a twentieth later', 'later'),
  {
    place: 'past',
    keys: ['{', '}'],
    action: 'replay-ends',
    byKey: true,
    does: 'as it began, and as it ended',
  },
];

import type { CursorMove } from '../panes/grid-cursor.ts';
import { type Binding, bind } from './binding.ts';

/** What is done with the agents' pane: what of them is shown, where the cursor is and what is marked. */
export type AgentsAction =
  | 'cursor'
  | 'mark'
  | 'mark-query'
  | 'unmark'
  | 'look'
  | 'sort'
  | 'reverse'
  | 'group'
  | 'failure';

/** What is asked of the tasks of the agents that are marked, or of the one under the cursor. */
export type TasksAction =
  | 'cancel'
  | 'cancel-now'
  | 'retry'
  | 'retry-now'
  | 'route'
  | 'route-now'
  | 'priority';

/** The keys that move the cursor over the agents, and where to. */
export const cursorMoves: Readonly<Record<string, CursorMove>> = {
  left: 'left',
  h: 'left',
  right: 'right',
  l: 'right',
  up: 'up',
  k: 'up',
  down: 'down',
  j: 'down',
  g: 'first',
  home: 'first',
  G: 'last',
  end: 'last',
  pageup: 'page-up',
  pagedown: 'page-down',
};

export const agentsKeys: readonly Binding<AgentsAction | TasksAction | 'open-agent'>[] = [
  bind('agents', 'enter', 'open-agent', 'open the agent', 'open'),
  {
    place: 'agents',
    keys: Object.keys(cursorMoves),
    label: 'arrows hjkl',
    action: 'cursor',
    byKey: true,
    does: 'move · g G to the ends · PgUp PgDn by rows',
  },
  bind('agents', ' ', 'mark', 'mark the agent, or take its mark away', 'mark'),
  bind('agents', '*', 'mark-query', 'mark by a query'),
  bind('agents', 'u', 'unmark', 'take all marks away'),
  bind('agents', 'f', 'failure', 'the next one that failed, or that retries'),
  bind('agents', 'v', 'look', 'list or grid', 'view'),
  bind('agents', 'o', 'group', 'together by role, tier, status, route or error'),
  bind('agents', 's', 'sort', 'sort the list by the next column'),
  bind('agents', 'S', 'reverse', 'sort it the other way round'),
  bind('tasks', 'c', 'cancel', 'cancel its task or those of the marked: asks', 'cancel'),
  bind('tasks', 'C', 'cancel-now', 'cancel, unasked'),
  bind('tasks', 'r', 'retry', 'try it now, or once more: asks', 'retry'),
  bind('tasks', 'R', 'retry-now', 'try it now, unasked'),
  bind('tasks', 'w', 'route', 'send it over another route: asks which', 're-route'),
  bind('tasks', 'W', 'route-now', 'send it over the next route, unasked'),
  bind('tasks', '!', 'priority', 'its priority', 'priority'),
];

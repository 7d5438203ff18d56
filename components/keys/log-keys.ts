import type { CursorMove } from '../panes/grid-cursor.ts';
import { type Binding, bind } from './binding.ts';

export type LogAction = 'log-cursor' | 'log-errors' | 'log-freeze' | 'log-open';

/** The keys that move the cursor over the lines of the log, the newest being the first. */
export const logMoves: Readonly<Record<string, CursorMove>> = {
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

export const logKeys: readonly Binding<LogAction>[] = [
  {
    place: 'log',
    keys: Object.keys(logMoves),
    label: '↑ ↓ jk gG',
    action: 'log-cursor',
    byKey: true,
    does: 'move · g to the newest, G to the oldest',
  },
  bind('log', 'enter', 'log-open', 'the agent or change that it speaks of', 'open'),
  bind('log', 'e', 'log-errors', 'errors only, or all', 'errors'),
  bind('log', 'f', 'log-freeze', 'freeze: what is new is counted, not shown', 'freeze'),
];

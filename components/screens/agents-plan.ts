import type { ConsoleState } from '../console-state.ts';
import { gridOfLineup } from '../panes/grid-lineup.ts';
import type { GridPlan } from '../panes/grid-plan.ts';
import { arrange } from './arrange.ts';

/** What the run screen is arranged from. */
export function arrangementOf({ columns, rows, zoom, facts, agentsView, workload }: ConsoleState) {
  const { roster, routeLines, proven, asked } = facts;
  const list = agentsView.look === 'list';
  const work = workload.kind !== null;
  const { roles } = roster;
  return arrange({ columns, rows, roles, routeLines, proven, asked, work, zoom, list });
}

/** Columns and rows of the agents below the title of their pane; null where the screen has no room for any. */
export function agentsRoom(
  state: ConsoleState,
): { readonly columns: number; readonly rows: number } | null {
  if (state.screen !== 'run') return null;
  for (const { width, slots } of arrangementOf(state).columns)
    for (const { block, height } of slots)
      if (block === 'agents' && height > 1) return { columns: width, rows: height - 1 };
  return null;
}

/** Lines of the log that are in sight. */
export function logRows(state: ConsoleState): number {
  for (const { slots } of arrangementOf(state).columns)
    for (const { block, height } of slots) {
      if (block === 'log') return Math.max(1, height - 1);
      if (block === 'log-lines') return Math.max(1, height);
    }
  return 1;
}

/** The grid as it stands on the screen; null where none does. */
export function agentsPlan(state: ConsoleState): GridPlan | null {
  const room = agentsRoom(state);
  if (room === null || state.agentsView.look === 'list') return null;
  const plan = gridOfLineup(state.agentsView.lineup, room.columns, room.rows);
  return plan.perRow > 0 && plan.blocks.length > 0 ? plan : null;
}

/** Rows of the list that agents stand in, below the names of its columns; 0 where there is none. */
export function listRows(state: ConsoleState): number {
  const room = agentsRoom(state);
  return room === null || state.agentsView.look !== 'list' ? 0 : Math.max(0, room.rows - 1);
}

import type { ConsoleState } from '../console-state.ts';
import { agentsPlan, listRows } from '../screens/agents-plan.ts';
import { cursorPlace } from './agents-view.ts';
import { lineAt, windowTop } from './agents-window.ts';
import { cellOffset, type GridPlan } from './grid-plan.ts';

/**
 * The agent under a cell of the agents' pane, the first one of several; null where there is none.
 *
 * @param x column of the pane @param y row of the pane, its title being row 0
 */
export function agentAt(state: ConsoleState, x: number, y: number): number | null {
  const { lineup, look, top } = state.agentsView;
  if (look === 'list') {
    const rows = listRows(state);
    const row = y - 2;
    if (row < 0 || row >= rows) return null;
    const first = windowTop(lineup, cursorPlace(state.agentsView), top, rows);
    const place = lineAt(lineup, first + row)?.place ?? null;
    return place === null ? null : lineup.order[place];
  }
  const plan = agentsPlan(state);
  const place = plan === null ? null : placeAt(plan, x, y - 1);
  return place === null ? null : lineup.order[place];
}

function placeAt(plan: GridPlan, x: number, row: number): number | null {
  const { blocks, perRow, gutter, cell, agentsPerCell } = plan;
  for (const { first, agents, row: top } of blocks) {
    const cells = Math.ceil(agents / agentsPerCell);
    if (row < top || row >= top + Math.ceil(cells / perRow)) continue;
    for (let inRow = 0; inRow < perRow; inRow++) {
      const from = gutter + cellOffset(plan, inRow);
      if (x < from || x >= from + cell) continue;
      const index = (row - top) * perRow + inRow;
      return index < cells ? first + index * agentsPerCell : null;
    }
  }
  return null;
}

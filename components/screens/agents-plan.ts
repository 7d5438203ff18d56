import type { ConsoleState } from '../console-state.ts';
import { type GridPlan, planGrid } from '../panes/grid-plan.ts';
import { arrange } from './arrange.ts';

/** What the run screen is arranged from. */
export function arrangementOf({ columns, rows, zoom, facts }: ConsoleState) {
  const { roster, routeLines, proven } = facts;
  return arrange({ columns, rows, roles: roster.roles, routeLines, proven, zoom });
}

/** The grid as it stands on the screen; null where the screen has no room for one. */
export function agentsPlan(state: ConsoleState): GridPlan | null {
  for (const { width, slots } of arrangementOf(state).columns)
    for (const { block, height } of slots) {
      if (block !== 'agents' || height < 2) continue;
      const plan = planGrid(state.facts.roster.roles, width, height - 1);
      return plan.perRow > 0 && plan.blocks.length > 0 ? plan : null;
    }
  return null;
}

import type { ConsoleState } from '../console-state.ts';
import { plotColumns } from '../panes/throughput-plan.ts';
import { scaleWidth } from '../parts/chart.ts';
import { arrangementOf } from './agents-plan.ts';

/** How wide the charts of the focused pane are, without their scale; as wide as the screen where it has none. */
export function focusedPlot(state: ConsoleState): number {
  for (const { width, slots } of arrangementOf(state).columns)
    for (const { block, height } of slots) {
      if (block !== state.focus) continue;
      return block === 'throughput' ? plotColumns(width, height) : width - scaleWidth;
    }
  return state.columns - scaleWidth;
}

import type { ConsoleState, ScreenName } from '../console-state.ts';
import type { FilterTarget } from './filter.ts';

/** What each screen filters with `/`; null where there is nothing to filter. */
const ofScreen: Readonly<Record<ScreenName, (state: ConsoleState) => FilterTarget | null>> = {
  launch: ({ launch: { dialog, field } }) =>
    dialog !== null ? null : field === null ? 'launch' : 'settings',
  agent: () => null,
  results: () => 'results',
  workload: ({ workload }) =>
    workload.items > 1 || workload.kind === 'content' ? 'workload' : null,
  history: () => 'history',
  run: ({ focus }) => (focus === 'log' ? 'log' : 'agents'),
};

/** What `/` filters at the moment; null where there is nothing to filter. */
export function filterTargetOf(state: ConsoleState): FilterTarget | null {
  if (state.overlay !== null) return state.overlay === 'help' ? 'help' : null;
  return ofScreen[state.screen](state);
}

import type { CommandFacts } from '../../src/engine/commands/complete-command.ts';
import type { LaunchState } from '../launch/launch-state.ts';
import { themeNames } from '../theme.ts';

/** What the command line knows where no run is. */
export function noRunFacts({ presets }: LaunchState): CommandFacts {
  return {
    roles: [],
    routes: [],
    presets: presets.map(({ name }) => name),
    themes: themeNames,
    selectionWords: [],
    tuning: () => null,
    completeSelection: () => [],
  };
}

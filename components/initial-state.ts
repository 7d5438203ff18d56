import { usualConsoleSettings } from '../src/settings/console-settings.ts';
import { newAgentView } from './agent/agent-view.ts';
import type { ConsoleOptions } from './console-options.ts';
import { type ConsoleState, noFacts } from './console-state.ts';
import { newHistoryView } from './history/history-view.ts';
import { newLaunchState } from './launch/launch-state.ts';
import { newAgentsView } from './panes/agents-view.ts';
import { newLogView } from './panes/log-view.ts';
import { newChartsView } from './parts/charts-view.ts';
import { newResultsView } from './results/results-view.ts';
import type { Background } from './terminal/background.ts';
import { newWorkloadView } from './workload/workload-view.ts';

/** The console as it opens, on a terminal of a size. */
export function initialState(
  { run, launch, settings }: Partial<ConsoleOptions>,
  columns: number,
  rows: number,
  background: Background = 'dark',
): ConsoleState {
  const { theme, mouse } = { ...usualConsoleSettings, ...settings };
  return {
    screen: run || !launch ? 'run' : 'launch',
    under: [],
    overlay: null,
    focus: null,
    zoom: null,
    theme: theme === 'auto' ? background : theme,
    background,
    mouse,
    showFrame: false,
    notice: null,
    prompt: null,
    confirm: null,
    approval: null,
    answers: [],
    launch: newLaunchState(launch?.presets, launch?.selected),
    agentsView: newAgentsView,
    log: newLogView,
    agent: newAgentView,
    charts: newChartsView,
    results: newResultsView,
    workload: newWorkloadView,
    history: newHistoryView,
    filters: {},
    filterLine: null,
    scroll: 0,
    redraws: 0,
    generation: 0,
    columns,
    rows,
    facts: noFacts,
  };
}

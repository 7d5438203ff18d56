import { newAgentView } from './agent/agent-view.ts';
import { type ConsoleState, factsOf, noFacts } from './console-state.ts';
import type { ConsoleStore } from './console-store.ts';
import type { LiveHand } from './hands/live-hand.ts';
import { tell } from './hands/tell.ts';
import type { LiveRun } from './live-run.ts';
import { ofAnotherRun } from './panes/agents-view.ts';
import { newLogView } from './panes/log-view.ts';
import { newChartsView } from './parts/charts-view.ts';
import { isOver } from './parts/phase-look.ts';
import { newResultsView } from './results/results-view.ts';
import { newWorkloadView } from './workload/workload-view.ts';

/** What of the console's state is about one run, and stays with it. */
type RunSlices = Pick<
  ConsoleState,
  'focus' | 'zoom' | 'agentsView' | 'log' | 'charts' | 'agent' | 'results' | 'workload' | 'filters'
>;

interface Shown {
  readonly run: LiveRun;
  readonly hand: LiveHand;
}

interface ShownRunParts {
  readonly store: ConsoleStore;
  /** All that steers a run. */
  readonly handOf: (run: LiveRun) => LiveHand;
}

/**
 * Which run is on the screen: one of this console or, in front of it, one of the past that is looked
 * at. What lies behind goes on, and is as it was when it is seen again.
 */
export class ShownRun {
  private readonly parts: ShownRunParts;
  private shown: Shown | null = null;
  private behind: (Shown & { readonly slices: RunSlices }) | null = null;
  /** The end of the run behind has not been told. */
  private endIsNews = false;

  constructor(parts: ShownRunParts) {
    this.parts = parts;
  }

  get run(): LiveRun | null {
    return this.shown?.run ?? null;
  }

  get hand(): LiveHand | null {
    return this.shown?.hand ?? null;
  }

  /** From here on the console shows this run. */
  show(run: LiveRun): void {
    this.shown?.run.replay?.close();
    this.behind = null;
    this.begin(run);
    this.parts.store.update({ screen: 'run', under: [] });
  }

  /** Shows a run of the past in front of the one that is there; Esc leads back to the list it was chosen from. */
  look(run: LiveRun): void {
    const { store } = this.parts;
    const { screen, under } = store.get();
    if (this.shown !== null) {
      this.behind = { ...this.shown, slices: slicesOf(store.get()) };
      this.endIsNews = !isOver(this.shown.run.snapshot().phase);
    }
    this.begin(run);
    store.update({ screen: 'run', under: [...under, screen] });
  }

  /** The run of the past is not looked at any more, where one is. */
  leavePast(): void {
    const { shown, behind } = this;
    if (shown?.run.replay === undefined) return;
    shown.run.replay.close();
    this.shown = behind;
    this.behind = null;
    if (behind === null) return;
    const { store } = this.parts;
    const { history } = store.get().filters;
    const { slices, run } = behind;
    const facts = factsOf(run, noFacts, true);
    store.update({ ...slices, filters: { ...slices.filters, history }, facts });
  }

  /** Brings the run of this console back to the screen, where another one is looked at. */
  bringBack(): void {
    if (this.behind === null) return;
    this.leavePast();
    this.parts.store.update({ screen: 'run', under: [] });
  }

  /** Tells when the run behind has ended. */
  observe(): void {
    if (this.behind === null || !this.endIsNews) return;
    const { phase, info } = this.behind.run.snapshot();
    if (!isOver(phase)) return;
    this.endIsNews = false;
    tell(this.parts.store, `${info.name} has ended: ${phase}`);
  }

  private begin(run: LiveRun): void {
    const { store, handOf } = this.parts;
    const { agentsView, filters } = store.get();
    store.update({
      ...freshSlices,
      agentsView: ofAnotherRun(agentsView),
      filters: { history: filters.history },
      overlay: null,
      notice: null,
      facts: factsOf(run, noFacts, true),
    });
    this.shown = { run, hand: handOf(run) };
  }
}

const freshSlices = {
  focus: null,
  zoom: null,
  log: newLogView,
  charts: newChartsView,
  agent: newAgentView,
  results: newResultsView,
  workload: newWorkloadView,
} as const;

function slicesOf(state: ConsoleState): RunSlices {
  const { focus, zoom, agentsView, log, charts, agent, results, workload, filters } = state;
  return { focus, zoom, agentsView, log, charts, agent, results, workload, filters };
}

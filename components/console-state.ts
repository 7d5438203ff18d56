import type { Command } from '../src/engine/commands/command.ts';
import type { RunSnapshot } from '../src/state/snapshot.ts';
import type { AgentView } from './agent/agent-view.ts';
import type { ApprovalView } from './approvals/approval-view.ts';
import type { Filters } from './filter/filter.ts';
import type { FilterLineState } from './filter/filter-line-state.ts';
import { filterLines } from './filter/filter-lines.ts';
import type { HistoryView } from './history/history-view.ts';
import type { LaunchState } from './launch/launch-state.ts';
import type { RunSource, TaskAnswer } from './live-run.ts';
import type { AgentsView } from './panes/agents-view.ts';
import { noRoster, type Roster, rosterOf } from './panes/grid-roster.ts';
import type { LogView } from './panes/log-view.ts';
import { lineCount } from './panes/route-lines.ts';
import type { ChartsView } from './parts/charts-view.ts';
import { isOver } from './parts/phase-look.ts';
import { promptLines } from './prompt/prompt-lines.ts';
import type { PromptState } from './prompt/prompt-state.ts';
import type { ResultsView } from './results/results-view.ts';
import type { Notice, PaneName } from './scene.ts';
import type { Background } from './terminal/background.ts';
import type { ThemeName } from './theme.ts';
import type { WorkloadView } from './workload/workload-view.ts';

/** What fills the screen. */
export type ScreenName = 'launch' | 'run' | 'agent' | 'results' | 'workload' | 'history';

/** What lies over the screen and takes the keys. */
export type Overlay = 'help' | 'stop' | 'leave' | 'interrupt' | 'confirm' | 'canary' | 'approval';

/** What waits for a yes, with what it would do: a command to the run, or something of the console's own. */
export type Confirm = {
  /** `Cancel 3 marked agents?` */
  readonly title: string;
  readonly words: string;
} & ({ readonly command: Command } | { readonly then: () => void });

/** What Ink draws from. It changes when the hand does something or the run's shape changes. */
export interface ConsoleState {
  readonly screen: ScreenName;
  /** The screens that Esc leads back to, the last one first to come. */
  readonly under: readonly ScreenName[];
  readonly overlay: Overlay | null;
  readonly focus: PaneName | null;
  readonly zoom: PaneName | null;
  readonly theme: ThemeName;
  /** What the terminal draws on. */
  readonly background: Background;
  /** The console takes the mouse, and text cannot be selected without Shift. */
  readonly mouse: boolean;
  readonly showFrame: boolean;
  readonly notice: Notice | null;
  /** The command line, while it is open. */
  readonly prompt: PromptState | null;
  /** What the open question is about, where it is that of `confirm`. */
  readonly confirm: Confirm | null;
  /** The call of a tool that is looked at, where the open question is that of `approval`. */
  readonly approval: ApprovalView | null;
  /** What the first tasks gave, where the open question is that of `canary`. */
  readonly answers: readonly TaskAnswer[];
  readonly launch: LaunchState;
  readonly agentsView: AgentsView;
  readonly log: LogView;
  readonly agent: AgentView;
  readonly charts: ChartsView;
  readonly results: ResultsView;
  readonly workload: WorkloadView;
  readonly history: HistoryView;
  /** What is kept of what is shown, where that is not all. */
  readonly filters: Filters;
  /** The line that a filter is typed in, while it is open. */
  readonly filterLine: FilterLineState | null;
  /** First line of the help that is shown. */
  readonly scroll: number;
  /** Rises when everything is to be drawn again. */
  readonly redraws: number;
  /** Rises with every change of what is laid out where. */
  readonly generation: number;
  readonly columns: number;
  readonly rows: number;
  readonly facts: RunFacts;
}

/** The few facts of a run that decide what is laid out where, and what a question says. */
export interface RunFacts {
  readonly name: string;
  /** Nothing can be asked of it any more. */
  readonly over: boolean;
  /** It is one of the past, looked at. */
  readonly past: boolean;
  readonly proven: boolean;
  readonly paused: boolean;
  /** Tools have asked for the operator's word: from then on a line says which do. */
  readonly asked: boolean;
  /** Lines that tell all there is to say of the routes, in a column. */
  readonly routeLines: number;
  readonly roster: Roster;
  /** The first tasks have ended and the others wait for a word. */
  readonly atCanary: boolean;
  /** As of the last half second, for the questions. */
  readonly calls: number;
  /** Tasks between two calls, whose tools run or ask. */
  readonly inTools: number;
  readonly waiting: number;
  readonly backingOff: number;
  readonly p95Ms: number | null;
  /** The most that the calls under way may cost, nano-dollars; null where a price is unknown. */
  readonly reservedNanoUsd: number | null;
}

export const noFacts: RunFacts = {
  name: '',
  over: false,
  past: false,
  proven: false,
  paused: false,
  asked: false,
  routeLines: 0,
  roster: noRoster,
  atCanary: false,
  calls: 0,
  inTools: 0,
  waiting: 0,
  backingOff: 0,
  p95Ms: null,
  reservedNanoUsd: null,
};

/**
 * The facts of a run as it stands; the same object as before where none changed.
 *
 * @param counting whether a question is open that tells how many calls run
 */
export function factsOf(
  run: RunSource,
  before: RunFacts,
  counting: boolean,
  snapshot = run.snapshot(),
): RunFacts {
  const { phase, tasks, latency } = snapshot;
  const facts: RunFacts = {
    name: snapshot.info.name,
    over: run.past || isOver(phase),
    past: run.past,
    proven: snapshot.stopProof !== null,
    paused: phase === 'PAUSED' || phase === 'PAUSING',
    // It stays, so that not all below it moves with every question.
    asked: !isOver(phase) && (before.asked || snapshot.asked.length > 0),
    routeLines: snapshot.routes.reduce((sum, route) => sum + lineCount(route), 0),
    roster: rosterOf(snapshot, before.roster),
    atCanary: phase === 'PAUSED' && (snapshot.phaseReason?.startsWith('canary') ?? false),
    calls: counting ? snapshot.inFlight : before.calls,
    inTools: counting ? tasks.tool : before.inTools,
    waiting: counting ? tasks.queued : before.waiting,
    backingOff: counting ? tasks.retrying : before.backingOff,
    p95Ms: counting ? latency.p95 : before.p95Ms,
    reservedNanoUsd: counting ? reservedOf(snapshot) : before.reservedNanoUsd,
  };
  const keys = Object.keys(facts) as (keyof RunFacts)[];
  return keys.every((key) => facts[key] === before[key]) ? before : facts;
}

function reservedOf({ totals, budget }: RunSnapshot): number | null {
  return totals.unboundedCalls > 0 ? null : budget.reservedNanoUsd;
}

/** What a change of layout is told by: two states with the same one are laid out alike. */
export function layoutOf(state: ConsoleState): string {
  const { over, past, proven, asked, routeLines, roster } = state.facts;
  return [
    `${state.columns}x${state.rows}`,
    state.screen,
    state.overlay,
    state.zoom,
    state.theme,
    state.background,
    state.redraws,
    state.results.whole,
    state.workload.kind,
    state.workload.items,
    state.workload.whole,
    state.workload.focus,
    over,
    past,
    proven,
    asked,
    routeLines,
    roster.roles.length,
    roster.order.length,
    state.agentsView.look,
    state.prompt === null ? 0 : promptLines(state.prompt, state.columns, state.rows).length,
    state.filterLine === null ? 0 : filterLines(state.filterLine, state.columns).length,
  ].join(' ');
}

import type { RoleInfo } from '../src/state/events.ts';
import type { RunSnapshot } from '../src/state/snapshot.ts';
import { isOver } from './parts/phase-look.ts';
import type { Notice, PaneName } from './scene.ts';
import type { ThemeName } from './theme.ts';

/** What lies over the screen and takes the keys. */
export type Overlay = 'help' | 'stop' | 'leave' | 'interrupt';

/** What Ink draws from. It changes when the hand does something or the run's shape changes. */
export interface ConsoleState {
  readonly screen: 'launch' | 'run';
  readonly overlay: Overlay | null;
  readonly focus: PaneName | null;
  readonly zoom: PaneName | null;
  readonly theme: ThemeName;
  readonly showFrame: boolean;
  readonly notice: Notice | null;
  /** First line of the help that is shown. */
  readonly scroll: number;
  /** Rises when everything is to be drawn again. */
  readonly redraws: number;
  /** Rises with every change of what is laid out where. */
  readonly generation: number;
  /** Rises every two seconds where the screen is read aloud, and never otherwise. */
  readonly beat: number;
  readonly columns: number;
  readonly rows: number;
  /** Index of the selected preset. */
  readonly selected: number;
  /** Preset whose run is being started. */
  readonly starting: string | null;
  readonly launchError: string | null;
  readonly facts: RunFacts;
}

/** The few facts of a run that decide what is laid out where, and what a question says. */
export interface RunFacts {
  readonly over: boolean;
  readonly proven: boolean;
  readonly paused: boolean;
  readonly routes: number;
  readonly roles: readonly RoleInfo[];
  /** As of the last half second, for the questions. */
  readonly calls: number;
  readonly waiting: number;
  readonly backingOff: number;
  readonly p95Ms: number | null;
}

export const noFacts: RunFacts = {
  over: false,
  proven: false,
  paused: false,
  routes: 0,
  roles: [],
  calls: 0,
  waiting: 0,
  backingOff: 0,
  p95Ms: null,
};

/**
 * The facts of a snapshot; the same object as before where none changed.
 *
 * @param counting whether a question is open that tells how many calls run
 */
export function factsOf(snapshot: RunSnapshot, before: RunFacts, counting: boolean): RunFacts {
  const { phase, tasks, latency } = snapshot;
  const facts: RunFacts = {
    over: isOver(phase),
    proven: snapshot.stopProof !== null,
    paused: phase === 'PAUSED' || phase === 'PAUSING',
    routes: snapshot.routes.length,
    roles: snapshot.info.roles,
    calls: counting ? snapshot.inFlight : before.calls,
    waiting: counting ? tasks.queued : before.waiting,
    backingOff: counting ? tasks.retrying : before.backingOff,
    p95Ms: counting ? latency.p95 : before.p95Ms,
  };
  const keys = Object.keys(facts) as (keyof RunFacts)[];
  return keys.every((key) => facts[key] === before[key]) ? before : facts;
}

/** What a change of layout is told by: two states with the same one are laid out alike. */
export function layoutOf(state: ConsoleState): string {
  const { over, proven, routes, roles } = state.facts;
  return [
    `${state.columns}x${state.rows}`,
    state.screen,
    state.overlay,
    state.zoom,
    state.theme,
    state.redraws,
    over,
    proven,
    routes,
    roles.length,
  ].join(' ');
}

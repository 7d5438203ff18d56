import type { ControlEvent } from './control-events.ts';
import type {
  Bound,
  BreakerWord,
  BudgetCaps,
  GateName,
  RoleInfo,
  RouteInfo,
  RouteReading,
  RunPhase,
} from './event-parts.ts';
import type { ModelEvent } from './model-events.ts';
import type { PlanEvent } from './plan-events.ts';
import type { TaskEvent } from './task-events.ts';
import type { TurnEvent } from './turn-events.ts';

export type * from './control-events.ts';
export type * from './event-parts.ts';
export type * from './plan-events.ts';
export type * from './task-events.ts';
export type * from './turn-events.ts';

/**
 * Every fact that a run can record. Events are plain data, appended and never changed;
 * `RunState.apply` is the only reader that turns them into state.
 *
 * Tasks, agents, roles and routes are named by their index (what the columns of the state are
 * addressed by); front ends that print events put the names in.
 */

export interface RunStarted {
  readonly type: 'run.started';
  readonly runId: string;
  readonly name: string;
  readonly preset: string;
  /** ISO 8601 wall-clock time of `t` = 0. */
  readonly startedAt: string;
  readonly seed: number;
  readonly version: string;
  readonly roles: readonly RoleInfo[];
  readonly routes: readonly RouteInfo[];
  readonly concurrency: number;
  readonly budget: BudgetCaps;
}

/** Tasks `first` to `first + count - 1` now exist. A single number stands for all. */
export interface TasksAdded {
  readonly type: 'tasks.added';
  readonly first: number;
  readonly count: number;
  readonly role: number | readonly number[];
  readonly priority: number | readonly number[];
  /** They wait until they are released; left out, they are queued. */
  readonly blocked?: true;
}

/** A later process goes on with the run: what was in flight is queued again. */
export interface RunResumed {
  readonly type: 'run.resumed';
  readonly at: string;
  /** 2 for the first resume. */
  readonly session: number;
  /** Tasks whose calls were in flight; what those calls cost stays uncertain. */
  readonly requeued: readonly number[];
  readonly concurrency: number;
  readonly budget: BudgetCaps;
}

export interface RunPhaseChanged {
  readonly type: 'run.phase';
  readonly phase: RunPhase;
  readonly reason: string | null;
}

export interface RunFinished {
  readonly type: 'run.finished';
  readonly phase: 'DONE' | 'STOPPED' | 'FAILED';
  readonly exitCode: number;
  readonly reason: string | null;
}

/**
 * The process itself stood still for so long: it was stopped (Ctrl+Z), or its machine slept. Run time
 * went on, and what servers sent meanwhile was read after it.
 */
export interface RunInterrupted {
  readonly type: 'run.interrupted';
  readonly forMs: number;
}

/** The next task of these routes waits for a gate. `untilT` is run time in ms, null if open-ended. */
export interface GateHeld {
  readonly type: 'gate.held';
  readonly route: number;
  readonly gate: GateName;
  readonly detail: string;
  readonly untilT: number | null;
}

export interface GateReleased {
  readonly type: 'gate.released';
  readonly route: number;
  readonly gate: GateName;
}

export interface BreakerChanged {
  readonly type: 'breaker.changed';
  readonly route: number;
  readonly to: BreakerWord;
  readonly trips: number;
  /** Run time in ms of the next probe; null while closed. */
  readonly probeT: number | null;
  readonly reason: string;
}

/** The server of a route that made no call for a while was asked whether it is there. */
export interface RouteChecked {
  readonly type: 'route.checked';
  readonly route: number;
  readonly ok: boolean;
  /** Why not, in a few words; empty where all is well. */
  readonly detail: string;
  readonly durationMs: number;
}

export interface ConcurrencyChanged {
  readonly type: 'concurrency.changed';
  readonly from: number;
  readonly to: number;
  readonly by: string;
  readonly reason: string;
}

export interface CommandAccepted {
  readonly type: 'command.accepted';
  readonly id: number;
  /** What was asked, in the words of the command line: `concurrency 200`. */
  readonly command: string;
  readonly by: string;
  readonly why: string | null;
}

export interface CommandRefused {
  readonly type: 'command.refused';
  readonly id: number;
  readonly command: string;
  readonly by: string;
  readonly reason: string;
}

/** The proof of a stop: all times are run time in ms. */
export interface StopProven {
  readonly type: 'stop.proven';
  readonly mode: 'drain' | 'now';
  readonly askedT: number;
  readonly acknowledgedT: number;
  readonly closedT: number;
  readonly socketsClosed: number;
  /** Programs that ran when it was asked for; left out where there were none. */
  readonly processesEnded?: number;
  readonly callsCut: number;
  readonly tokensAfter: number;
  /** Settled after the stop was asked for. */
  readonly spentAfterNanoUsd: number;
  /** Calls that were cut after their request was sent; what they cost stays uncertain. */
  readonly uncertainCalls: number;
  /** The most that these may have cost; null where a price is unknown. */
  readonly uncertainNanoUsd: number | null;
}

/** Totals once a second, so that charts can be replayed. Rates are per second since the last one. */
export interface Sample {
  readonly type: 'sample';
  readonly inFlight: number;
  readonly queued: number;
  readonly outputTokens: number;
  readonly callsPerSecond: number;
  readonly tokensPerSecond: number;
  readonly errorsPerSecond: number;
  /** Percentiles of the calls that ended since the last sample, ms; null where there were none. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly firstTokenP50Ms: number | null;
  readonly cpuShare: number;
  readonly rssBytes: number;
  readonly openSockets: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** What bound, the longest first; shares add up to at most 1. */
  readonly bounds: readonly Bound[];
  /** The routes that stand otherwise than in the sample before. */
  readonly routes?: readonly RouteReading[];
}

export type RunEventBody =
  | RunStarted
  | TasksAdded
  | RunResumed
  | RunPhaseChanged
  | RunFinished
  | RunInterrupted
  | TaskEvent
  | TurnEvent
  | PlanEvent
  | GateHeld
  | GateReleased
  | BreakerChanged
  | RouteChecked
  | ConcurrencyChanged
  | CommandAccepted
  | CommandRefused
  | StopProven
  | ControlEvent
  | ModelEvent
  | Sample;

/** What every event carries: `seq` rises by one without gaps, `t` is ms since the run's first start. */
export interface EventStamp {
  readonly v: 1;
  readonly seq: number;
  readonly t: number;
}

export type RunEvent = EventStamp & RunEventBody;
export type RunEventType = RunEventBody['type'];
export type EventOf<T extends RunEventType> = EventStamp & Extract<RunEventBody, { type: T }>;

import { TaskStatus } from './agent-state.ts';
import { BoundHistory } from './bound-history.ts';
import type { BindingName, Bound, EventOf, RunEvent } from './events.ts';
import { Histogram } from './histogram.ts';
import { LatencyWindows } from './latency-windows.ts';
import { type ProgressMark, ProgressMarks } from './progress-marks.ts';
import type { RunState } from './run-state.ts';

/** What the estimate of the end, the alerts, the health and the line of what limits a run rest on. */
export class Evidence {
  readonly bounds = new BoundHistory();
  readonly marks = new ProgressMarks();
  readonly latency = new LatencyWindows();
  /** How long the tasks of this session took, their back-offs included. */
  readonly durations = new Histogram();
  /** Run time, ms, at which a task was begun last. */
  startedT = 0;
  /**
   * Run time, ms, at which something moved last: a task or a tool ended, or tokens came. Time in which the
   * run was not to work, or could not for a limit that says so, counts as moved.
   */
  movedT = 0;
  /** Since when the breaker of a route has not been closed, ms. */
  readonly downSinceT = new Map<number, number>();
  /** How far the run was in the second in which a call succeeded last; at its start before there is one. */
  succeeded: ProgressMark | null = null;
  private endedBefore = 0;

  /** Called by `RunState.apply` alone, with what the event has made of the state. */
  apply(event: RunEvent, state: RunState): void {
    switch (event.type) {
      case 'run.started':
      case 'run.resumed':
        this.begin(event.t, state);
        break;
      case 'run.phase':
      // While the process stood still the run could not move.
      case 'run.interrupted':
        this.movedT = event.t;
        break;
      case 'task.started':
        // A further turn begins no task.
        if (event.turn === undefined) this.startedT = event.t;
        break;
      case 'program.started':
        this.startedT = event.t;
        break;
      case 'tool.finished':
      case 'task.cached':
        this.movedT = event.t;
        break;
      case 'task.finished':
        if (event.last !== null) this.latency.record(event.callMs);
        this.durations.record(event.durationMs);
        break;
      case 'task.failed':
      case 'task.poisoned':
        this.durations.record(event.durationMs);
        break;
      case 'breaker.changed':
        if (event.to === 'closed') this.downSinceT.delete(event.route);
        else if (!this.downSinceT.has(event.route)) this.downSinceT.set(event.route, event.t);
        break;
      case 'sample':
        this.sample(event, state);
    }
  }

  private begin(t: number, state: RunState): void {
    this.bounds.begin(t);
    this.succeeded = markOf(state, t);
    this.marks.begin(this.succeeded);
    this.durations.clear();
    this.downSinceT.clear();
    this.startedT = t;
    this.movedT = t;
    this.endedBefore = state.endedThisSession;
  }

  private sample(event: EventOf<'sample'>, state: RunState): void {
    this.bounds.sample(event.t, event.bounds);
    this.latency.tick();
    const mark = markOf(state, event.t);
    this.marks.add(mark);
    if (mark.callsDone !== this.succeeded?.callsDone) this.succeeded = mark;
    const moved = event.tokensPerSecond > 0 || state.endedThisSession !== this.endedBefore;
    if (moved || state.phase !== 'RUNNING' || isExplained(event.bounds, state))
      this.movedT = event.t;
    this.endedBefore = state.endedThisSession;
  }
}

/** Where the run stands at `t`. */
export function markOf(state: RunState, t: number): ProgressMark {
  const by = state.counts.byStatus;
  let callsFailed = 0;
  for (const failures of state.totals.failures.values()) callsFailed += failures;
  return {
    workedMs: state.workedMs(t),
    ended: state.endedThisSession,
    done: by[TaskStatus.done],
    failed: by[TaskStatus.failed] + by[TaskStatus.poison],
    callsDone: state.latency.total,
    callsFailed,
  };
}

/** What lets nothing be sent for as long as it likes. */
const holding: ReadonlySet<BindingName> = new Set(['rate', 'budget', 'reader', 'you']);

/** Whether a limit accounts for it that nothing moves: a call that hangs is no limit's doing. */
function isExplained(bounds: readonly Bound[], { inFlight, toolCalls }: RunState): boolean {
  // A tool has a limit of its own, and one that asks waits for the operator.
  if (toolCalls.running > 0) return true;
  if (inFlight === 0 && toolCalls.tasks > 0) return true;
  const [most] = bounds;
  if (most === undefined || most.share < 0.5) return false;
  if (most.by === 'breaker') return true;
  return inFlight === 0 && holding.has(most.by);
}

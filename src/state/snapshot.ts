import type { AgentColumns } from './agent-columns.ts';
import { agentStateNames, TaskStatus } from './agent-state.ts';
import type { BoundHistory } from './bound-history.ts';
import { type BudgetFigures, budgetFigures } from './budget-figures.ts';
import { type EndEstimate, estimateEnd } from './estimate-end.ts';
import type { AlertName, EventOf, RunPhase, RunStarted, Sample } from './events.ts';
import { type Health, healthOf } from './health.ts';
import { type Limiting, whatLimits } from './limiting.ts';
import type { Marks } from './marks.ts';
import type { NotableEvents } from './notable.ts';
import { roleIsHeld } from './role-is-held.ts';
import type { RouteState } from './route-state.ts';
import type { RunState } from './run-state.ts';
import type { Series } from './series.ts';
import { sessionPace } from './session-pace.ts';
import type { TaskColumns } from './task-columns.ts';
import type { ToolCalls } from './tool-calls.ts';
import type { Spend, Totals } from './totals.ts';

export interface StandingAlert {
  readonly alert: AlertName;
  readonly message: string;
  /** Run time, ms. */
  readonly sinceT: number;
}

/**
 * A run as it stands at `t`, for everything that draws it. Numbers are copied; the columns, series
 * and logs are read-only views of the live ones, to be read at once and not kept.
 */
export interface RunSnapshot {
  /** Equal versions are equal states, but for the token counters and the clock. */
  readonly version: number;
  /** Run time, ms. */
  readonly t: number;
  readonly info: RunStarted;
  readonly phase: RunPhase;
  readonly phaseReason: string | null;
  readonly exitCode: number | null;
  readonly concurrency: number;
  readonly inFlight: number;
  readonly agents: AgentColumns;
  /** Where calls are that take several exchanges, or what their programs do, in words. */
  readonly stages: ReadonlyMap<number, string>;
  /** Agents by shown state, indexed by the codes of `AgentState`. */
  readonly agentCounts: Uint32Array;
  /** Each task: for what tells of parts of the work, or of one. */
  readonly taskColumns: TaskColumns;
  /** Tasks that the operator keeps back. */
  readonly paused: ReadonlySet<number>;
  readonly tasks: {
    readonly total: number;
    readonly queued: number;
    readonly running: number;
    readonly retrying: number;
    /** Between two calls: their tools run. */
    readonly tool: number;
    /** In no queue yet: they wait for other tasks, or are kept back. */
    readonly blocked: number;
    readonly done: number;
    /** Poison included. */
    readonly failed: number;
    readonly poison: number;
    readonly cancelled: number;
    readonly skipped: number;
    /** Of these two, those whose answers nobody needed any more. */
    readonly unneeded: number;
    /** Ended in any way. */
    readonly ended: number;
  };
  readonly queue: {
    /** Waiting tasks by priority, the most urgent first, and how long the oldest of each has waited, ms. */
    readonly byPriority: readonly (readonly [priority: number, count: number, oldestMs: number])[];
    /** How long the longest-waiting task has waited, ms; null where none waits. */
    readonly oldestMs: number | null;
    /** Tasks that entered and left it from the last sample but one to the last; null before the first. */
    readonly inPerSecond: number | null;
    readonly outPerSecond: number | null;
  };
  /** Done of those that ended well or badly, 0 to 1; null before the first. */
  readonly successShare: number | null;
  readonly end: EndEstimate | null;
  readonly limiting: Limiting;
  /** What bound over the whole run. */
  readonly bounds: BoundHistory;
  readonly health: Health;
  /** Rules that are broken now, the oldest first. */
  readonly alerts: readonly StandingAlert[];
  readonly totals: Totals;
  /** What the calls of each role took. */
  readonly spendByRole: readonly Spend[];
  readonly budget: BudgetFigures;
  readonly latency: {
    readonly p50: number | null;
    readonly p95: number | null;
    readonly p99: number | null;
  };
  readonly firstTokenP50: number | null;
  readonly routes: readonly RouteState[];
  readonly series: Series;
  /** What was changed when. */
  readonly marks: Marks;
  readonly sample: Sample | null;
  readonly notable: NotableEvents;
  /** What failures have in common, by the numbers in `agents.error`. */
  readonly signatures: readonly string[];
  readonly stopProof: EventOf<'stop.proven'> | null;
  /** What the first tasks gave, once they have ended. */
  readonly canary: EventOf<'canary.reached'> | null;
  /** Calls of tools that wait for the operator's word, the oldest first. */
  readonly asked: readonly EventOf<'tool.asked'>[];
  /** Calls of tools that have not ended. */
  readonly toolCalls: Pick<ToolCalls, 'of'>;
}

/**
 * @param state the fold
 * @param t run time now, ms
 */
export function takeSnapshot(state: RunState, t: number): RunSnapshot {
  const { counts, agents, latency } = state;
  // Once a run is over nothing waits for a turn any more, though tasks may be left for a resume.
  const over = state.exitCode !== null;
  const waiting = over ? new Int32Array(counts.queuedByRole.length) : counts.queuedByRole;
  agents.deriveShown(waiting, (role) => roleIsHeld(state, role));
  const agentCounts = new Uint32Array(agentStateNames.length);
  for (let agent = 0; agent < agents.size; agent++)
    if (!agents.isGone(agent)) agentCounts[agents.shown[agent]]++;
  const by = counts.byStatus;
  const total = state.tasks.size;
  const ended = counts.ended;
  const done = by[TaskStatus.done];
  const failed = by[TaskStatus.failed] + by[TaskStatus.poison];
  const byPriority = queuedByPriority(state, t);
  return Object.freeze({
    version: state.version,
    t,
    info: state.info,
    phase: state.phase,
    phaseReason: state.phaseReason,
    exitCode: state.exitCode,
    concurrency: state.concurrency,
    inFlight: state.inFlight,
    agents,
    stages: state.stages,
    agentCounts,
    taskColumns: state.tasks,
    paused: state.paused,
    tasks: Object.freeze({
      total,
      queued: by[TaskStatus.queued],
      running: by[TaskStatus.running],
      retrying: by[TaskStatus.retrying],
      tool: by[TaskStatus.tool],
      blocked: by[TaskStatus.blocked],
      done,
      failed,
      poison: by[TaskStatus.poison],
      cancelled: by[TaskStatus.cancelled],
      skipped: by[TaskStatus.skipped],
      unneeded: state.unneeded.size,
      ended,
    }),
    queue: Object.freeze({
      byPriority,
      oldestMs: byPriority.reduce<number | null>(
        (most, [, , oldestMs]) => Math.max(most ?? 0, oldestMs),
        null,
      ),
      inPerSecond: state.flow.inPerSecond,
      outPerSecond: state.flow.outPerSecond,
    }),
    successShare: done + failed === 0 ? null : done / (done + failed),
    end: estimateEnd(sessionPace(state, t)),
    limiting: whatLimits(state, t),
    bounds: state.evidence.bounds,
    health: healthOf(state, t),
    alerts: [...state.alerts].map(([alert, standing]) => ({ alert, ...standing })),
    totals: Object.freeze({ ...state.totals }),
    spendByRole: state.spendByRole,
    budget: budgetFigures(state, t),
    latency: Object.freeze({
      p50: latency.percentile(0.5),
      p95: latency.percentile(0.95),
      p99: latency.percentile(0.99),
    }),
    firstTokenP50: state.firstToken.percentile(0.5),
    routes: state.routes,
    series: state.series,
    marks: state.marks,
    sample: state.lastSample,
    notable: state.notable,
    signatures: state.errors.signatures,
    stopProof: state.stopProof,
    canary: state.canary,
    asked: [...state.asked.values()],
    toolCalls: state.toolCalls,
  });
}

function queuedByPriority({ counts }: RunState, t: number): RunSnapshot['queue']['byPriority'] {
  return [...counts.queuedByPriority]
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => b - a)
    .map(([priority, count]) => [priority, count, t - (counts.oldestQueuedT(priority) ?? t)]);
}

import { AgentColumns } from './agent-columns.ts';
import { AgentState, TaskStatus } from './agent-state.ts';
import { noBudget } from './budget-caps.ts';
import { applyControl } from './control-fold.ts';
import type {
  AlertName,
  BudgetCaps,
  EventOf,
  RunEvent,
  RunPhase,
  RunStarted,
  Sample,
} from './events.ts';
import { Evidence } from './evidence.ts';
import { Histogram } from './histogram.ts';
import { Marks } from './marks.ts';
import { noRun } from './no-run.ts';
import { NotableEvents } from './notable.ts';
import { foldPlan } from './plan-fold.ts';
import { QueueFlow } from './queue-flow.ts';
import {
  adaptiveLimitOf,
  beginSession,
  newRouteState,
  preparingOf,
  type RouteState,
  readRoute,
} from './route-state.ts';
import { SampleWindow } from './sample-window.ts';
import { Series } from './series.ts';
import { endReserve } from './settle-call.ts';
import { SignatureBook } from './signature-book.ts';
import { TaskColumns } from './task-columns.ts';
import { TaskCounts } from './task-counts.ts';
import { foldTask } from './task-fold.ts';
import { ToolCalls } from './tool-calls.ts';
import { newSpend, newTotals, type Spend, type Totals } from './totals.ts';
import { foldTurn } from './turn-fold.ts';
import { WorkClock } from './work-clock.ts';

/**
 * What all events of a run so far add up to. `apply` is the only way that it changes; the counters
 * of tokens that arrive between two samples are the one exception (`countTokens`), and a replay
 * does without them.
 */
export class RunState {
  info: RunStarted = noRun;
  phase: RunPhase = 'READY';
  phaseReason: string | null = null;
  exitCode: number | null = null;
  /** Rises with every change. */
  version = 0;
  /** Run time, ms, of the last event. */
  t = 0;
  seq = 0;
  session = 1;
  concurrency = 1;
  budget: BudgetCaps = noBudget;
  /** Rules that are broken now. */
  readonly alerts = new Map<AlertName, { readonly message: string; readonly sinceT: number }>();
  canary: EventOf<'canary.reached'> | null = null;
  agents = new AgentColumns([]);
  /** Where the calls of agents are that take several exchanges, in words. */
  readonly stages = new Map<number, string>();
  /** Calls of tools that wait for the operator's word, by `task/call`, the oldest first. */
  readonly asked = new Map<string, EventOf<'tool.asked'>>();
  /** Calls of tools that have not ended. */
  readonly toolCalls = new ToolCalls();
  /** Tasks that the code of their agent is at, between its calls and while they run. */
  readonly programs = new Set<number>();
  /** Tasks that have had a turn and wait in the queue for their next one. */
  readonly betweenTurns = new Set<number>();
  /** Tasks that the operator keeps back. */
  readonly paused = new Set<number>();
  /** Tasks that were cut or skipped because nobody needed their answers any more. */
  readonly unneeded = new Set<number>();
  tasks = new TaskColumns();
  counts = new TaskCounts(this.tasks, 0);
  routes: RouteState[] = [];
  readonly totals: Totals = newTotals();
  /** What the calls of each role took. */
  spendByRole: Spend[] = [];
  readonly flow = new QueueFlow();
  readonly latency = new Histogram();
  readonly firstToken = new Histogram();
  readonly series = new Series();
  readonly notable = new NotableEvents();
  readonly marks = new Marks();
  readonly errors = new SignatureBook();
  readonly evidence = new Evidence();
  lastSample: Sample | null = null;
  stopProof: Extract<RunEvent, { type: 'stop.proven' }> | null = null;
  readonly sinceSample = new SampleWindow();
  /** For the estimate of the end: this session's own pace. */
  endedThisSession = 0;
  /** What earlier sessions had settled when this one began. */
  spentBeforeNanoUsd = 0;
  private readonly clock = new WorkClock();

  apply(event: RunEvent): void {
    this.version++;
    this.seq = event.seq;
    this.t = event.t;
    this.notable.add(event);
    this.marks.add(event, this.series.count);
    switch (event.type) {
      case 'run.started':
        this.start(event);
        break;
      case 'tasks.added': {
        const first = this.tasks.size;
        const status = event.blocked ? TaskStatus.blocked : TaskStatus.queued;
        this.tasks.add(event.count, event.role, event.priority, event.t, status);
        this.counts.added(first);
        if (this.phase === 'READY') this.flow.begin(this.counts, event.t);
        break;
      }
      case 'run.resumed':
        this.budget = event.budget;
        this.resume(event.session, event.concurrency, event.t);
        break;
      case 'run.phase':
        this.enterPhase(event.phase, event.reason, event.t);
        break;
      case 'run.finished':
        this.enterPhase(event.phase, event.reason, event.t);
        this.exitCode = event.exitCode;
        // What was loaded or fetched then was cut, and nothing more is told of it.
        for (const route of this.routes) route.preparing = null;
        break;
      case 'task.started':
      case 'call.sent':
      case 'call.stage':
      case 'call.streaming':
      case 'task.retrying':
      case 'task.requeued':
      case 'task.finished':
      case 'task.cached':
      case 'task.failed':
      case 'task.poisoned':
      case 'task.cancelled':
        foldTask(this, event);
        break;
      case 'program.started':
      case 'program.warned':
      case 'turn.finished':
      case 'turn.failed':
      case 'tool.asked':
      case 'tool.answered':
      case 'tool.started':
      case 'tool.finished':
        foldTurn(this, event);
        break;
      case 'tasks.released':
      case 'tasks.skipped':
      case 'tasks.blocked':
      case 'tasks.paused':
      case 'tasks.resumed':
      case 'plan.extended':
        foldPlan(this, event);
        break;
      case 'gate.held': {
        const route = this.routes[event.route];
        route.heldBy = event.gate;
        route.heldDetail = event.detail;
        route.heldUntilT = event.untilT;
        break;
      }
      case 'gate.released':
        this.routes[event.route].heldBy = null;
        break;
      case 'breaker.changed': {
        const route = this.routes[event.route];
        route.breaker = event.to;
        route.trips = event.trips;
        route.probeT = event.probeT;
        break;
      }
      case 'route.checked': {
        const { t, ok, detail } = event;
        this.routes[event.route].check = { t, ok, detail };
        break;
      }
      case 'concurrency.changed':
        this.concurrency = event.to;
        break;
      case 'stop.proven':
        this.stopProof = event;
        break;
      case 'sample':
        this.sample(event);
        break;
      case 'model.loading':
      case 'model.pulling':
        this.routes[event.route].preparing = preparingOf(event);
        break;
      case 'model.ready':
      case 'model.failed':
        this.routes[event.route].preparing = null;
        break;
      case 'model.timed':
        // Figures for the record; the console has tokens a second of its own.
        break;
      case 'command.accepted':
      case 'command.refused':
      case 'run.interrupted':
        // A command changes nothing by itself: what comes of it has events of its own.
        break;
      default:
        applyControl(this, event);
    }
    this.evidence.apply(event, this);
  }

  /** Tokens that just arrived on the agent's call; replaced by the reported usage when it ends. */
  countTokens(agent: number, tokens: number): void {
    this.agents.callTokens[agent] += tokens;
    this.agents.tokens[agent] += tokens;
    this.totals.outputTokens += tokens;
  }

  get inFlight(): number {
    return this.counts.byStatus[TaskStatus.running];
  }

  /** Tasks in a call, or whose tools run: what a pause and a stop wait for. */
  get busy(): number {
    return this.inFlight + this.counts.byStatus[TaskStatus.tool];
  }

  get queued(): number {
    return this.counts.byStatus[TaskStatus.queued];
  }

  /** ms that this session has worked up to `t`, its pauses left out. */
  workedMs(t: number): number {
    return this.clock.worked(t);
  }

  private start(event: RunStarted): void {
    this.info = event;
    this.concurrency = event.concurrency;
    this.budget = event.budget;
    this.agents = new AgentColumns(event.roles);
    this.counts = new TaskCounts(this.tasks, event.roles.length);
    this.routes = event.routes.map(newRouteState);
    this.spendByRole = event.roles.map(newSpend);
  }

  private resume(session: number, concurrency: number, t: number): void {
    this.session = session;
    this.stages.clear();
    this.asked.clear();
    this.toolCalls.clear();
    this.betweenTurns.clear();
    this.paused.clear();
    this.programs.clear();
    this.concurrency = concurrency;
    this.endedThisSession = 0;
    this.spentBeforeNanoUsd = this.totals.costNanoUsd;
    this.clock.reset();
    this.exitCode = null;
    this.stopProof = null;
    for (let task = 0; task < this.tasks.size; task++) {
      const status = this.tasks.status[task];
      if (status === TaskStatus.running) endReserve(this, this.tasks.agent[task], true);
      if (status === TaskStatus.queued || status === TaskStatus.blocked) continue;
      if (status >= TaskStatus.done) continue;
      this.counts.move(task, TaskStatus.queued, t);
    }
    for (let agent = 0; agent < this.agents.size; agent++) {
      const state = this.agents.state[agent];
      if (state < AgentState.done) this.agents.enter(agent, AgentState.idle, t);
    }
    for (const route of this.routes) beginSession(route);
    this.sinceSample.clear();
    this.flow.begin(this.counts, t);
  }

  private enterPhase(phase: RunPhase, reason: string | null, t: number): void {
    this.clock.enter(phase, t);
    this.phase = phase;
    this.phaseReason = reason;
  }

  private sample(event: EventOf<'sample'>): void {
    const { agents } = this;
    this.lastSample = event;
    for (const reading of event.routes ?? []) readRoute(this.routes[reading.route], reading);
    this.flow.sample(this.counts, event.t);
    const { t } = event;
    const adaptiveLimit = adaptiveLimitOf(this.routes);
    this.series.add(event, { t, concurrency: this.concurrency, adaptiveLimit });
    this.sinceSample.clear();
    for (let agent = 0; agent < agents.size; agent++) {
      agents.tokenRate[agent] = agents.tokens[agent] - agents.tokensAtSample[agent];
      agents.tokensAtSample[agent] = agents.tokens[agent];
    }
  }
}

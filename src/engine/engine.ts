import { ConcurrencyGate } from '../gates/concurrency-gate.ts';
import { Retry } from '../gates/retry.ts';
import type { BudgetCaps, RunEvent } from '../state/events.ts';
import type { RunState } from '../state/run-state.ts';
import type { SelectionFacts } from '../state/selection/selection-facts.ts';
import { agentsWatch } from './agents-watch.ts';
import { AlertWatch } from './alert-watch.ts';
import { Attempts } from './attempts.ts';
import {
  agentCount,
  newQueue,
  queuedTasks,
  recordStart,
  reopenFailed,
  tokensOf,
} from './begin-run.ts';
import { BindingMeter } from './binding-meter.ts';
import { CachedAnswers } from './cached-answers.ts';
import { Canary } from './canary.ts';
import type { Acknowledgement, Asker, Command, CommandPreview } from './commands/command.ts';
import { CommandDesk } from './commands/command-desk.ts';
import { TaskCommands } from './commands/task-commands.ts';
import type { TuningNow } from './commands/tuning-now.ts';
import { Dispatcher } from './dispatcher.ts';
import type { EngineConfig, RunOutcome } from './engine-config.ts';
import { EventLog } from './event-log.ts';
import { GiveUp } from './give-up.ts';
import { Lookout } from './lookout.ts';
import { PauseProtocol } from './pause-protocol.ts';
import { PlanCourse } from './plan-course.ts';
import { planFacts } from './plan-facts.ts';
import { RouteChoice } from './route-choice.ts';
import type { RouteRuntime } from './route-runtime.ts';
import { closeAll, processesOf, routesOf } from './route-set.ts';
import { RunBudget } from './run-budget.ts';
import { RunEnd } from './run-end.ts';
import { Sampler } from './sampler.ts';
import { StopProtocol } from './stop-protocol.ts';
import type { LiveCall } from './task-run.ts';
import { Tuner } from './tuner.ts';
import { Conversations } from './turns/conversations.ts';
import { WorkMoney } from './work-money.ts';
import type { WorkQueue } from './work-queue.ts';

/** Runs a plan: takes commands, emits events, and ends with an outcome. */
export class Engine {
  readonly info: EngineConfig['info'];
  readonly state: RunState;
  /** What selections of this run are read against. */
  readonly facts: SelectionFacts;
  /** The task's call under way; null where there is none. */
  readonly liveCall = (task: number): LiveCall | null => this.attempts.liveCall(task);
  /** The pieces of its answer that the task's code has told; null where it runs none. */
  readonly partialText = (task: number): string | null => this.conversations.partialText(task);
  private readonly config: EngineConfig;
  private readonly log: EventLog;
  private readonly work: WorkQueue;
  private readonly concurrency: ConcurrencyGate;
  private readonly routes: RouteRuntime[];
  private readonly budget: RunBudget;
  private readonly attempts: Attempts;
  private readonly conversations: Conversations;
  private readonly dispatcher: Dispatcher;
  private readonly sampler: Sampler;
  private readonly alerts: AlertWatch;
  private readonly pauses: PauseProtocol;
  private readonly stopProtocol: StopProtocol;
  private readonly lookout: Lookout;
  private readonly canary: Canary;
  private readonly course: PlanCourse;
  private readonly workMoney: WorkMoney | null;
  private readonly desk: CommandDesk;
  private readonly end: RunEnd;

  constructor(config: EngineConfig) {
    this.config = config;
    this.info = config.info;
    this.state = config.state;
    this.facts = planFacts(config);
    this.log = new EventLog(config.journal, config.state, config.elapsedMs);
    const { log, state } = this;
    const { roles, concurrency } = config.info;
    const look = () => this.dispatcher.schedule();
    this.routes = routesOf(config, log, look);
    this.concurrency = new ConcurrencyGate(concurrency, look);
    this.canary = new Canary(config.canary);
    this.work = newQueue(config);
    const first = this.canary.take(queuedTasks(config));
    this.work.add(first, this.canary.batch(config.plan));
    this.conversations = new Conversations({
      config,
      log,
      onNext: (task) => this.attempts.next(task),
      onAnswer: (task, text) => this.attempts.answered(task, text),
      onFail: (task, failure) => this.attempts.failed(task, failure),
      onCodeFail: (task, failure) => this.attempts.codeFailed(task, failure),
    });
    const { conversations } = this;
    const extraTokens = (task: number) => conversations.extraTokens(task);
    this.budget = new RunBudget(config, this.work, extraTokens);
    const retry = new Retry(config.retry, agentCount(config));
    const giveUp = new GiveUp(config.giveUpSeconds, roles, this.routes, this.work, this.budget);
    this.attempts = new Attempts({
      config,
      log,
      work: this.work,
      routes: this.routes,
      retry,
      conversations,
      onCallEnd: () => this.callEnded(),
      onTaskEnd: (task, agent) => {
        this.course.ends(task);
        this.end.taskEnded(task, agent);
      },
      onWork: look,
    });
    const meter = new BindingMeter();
    const { hand } = this.attempts;
    this.course = new PlanCourse({ config, log, work: this.work, canary: this.canary, hand });
    this.workMoney = this.newWorkMoney();
    this.dispatcher = new Dispatcher({
      workMoney: this.workMoney,
      work: this.work,
      concurrency: this.concurrency,
      budget: this.budget,
      routes: this.routes,
      choice: new RouteChoice(config.roles, this.routes),
      reader: config.reader,
      tokensOf: (task) => tokensOf(config, task) + Math.ceil(extraTokens(task) / 2),
      sizeOf: (role) => state.agents.roleSize(role),
      inFlightOf: (role) => this.attempts.inFlightOf(role),
      state,
      meter,
      cached: new CachedAnswers(config, this.work, this.attempts),
      beginsWithCode: (task) => conversations.beginsWithCode(task),
      begin: (assignment) => this.attempts.begin(assignment),
      send: (admission) => this.attempts.send(admission),
      onNothing: () => this.end.lookAtBudget(),
    });
    this.pauses = new PauseProtocol({
      ...{ log, state, work: this.work, plan: config.plan, budget: this.budget },
      ...{ canary: this.canary, attempts: this.attempts, dispatcher: this.dispatcher },
    });
    this.alerts = new AlertWatch(log, state, config.alerts);
    this.end = new RunEnd({
      ...{ config, log, state, canary: this.canary, budget: this.budget, routes: this.routes },
      pauses: this.pauses,
      isStopping: () => this.stopProtocol.begun,
      onDurable: (task, agent) => this.durable(task, agent),
      onRecordFailed: (error) => this.recordFailed(error),
      close: () => this.close(),
    });
    this.sampler = new Sampler(log, state, meter, this.routes, () => this.lookout.look());
    this.stopProtocol = new StopProtocol({
      ...{ log, state, processes: () => processesOf(this.routes) },
      cutAll: (reason) => this.attempts.stopAll(reason),
      closeSockets: async () => {
        await conversations.settled();
        return closeAll(this.routes);
      },
      finish: (outcome) => this.end.finish(this.budget.end ?? outcome),
      isOver: () => this.end.over,
    });
    const { work, attempts, routes } = this;
    const parts = { config, log, work, attempts, routes, concurrency: this.concurrency, retry };
    const tuner = new Tuner({ ...parts, setBudget: (caps) => this.setBudget(caps) });
    this.desk = this.newDesk(tuner);
    this.lookout = new Lookout({
      ...{ config, log, routes, attempts },
      alerts: this.alerts,
      agents: agentsWatch(config, (agents, why) => tuner.followLatency(agents, why)),
      giveUp,
      onGiveUp: (reason) => void this.end.finish({ phase: 'FAILED', exitCode: 4, reason }),
    });
  }

  /** Resolves once the run has ended and all it recorded is durable. */
  get ended(): Promise<RunOutcome> {
    return this.end.ended;
  }

  /** @returns a function that takes the listener off again */
  onEvent(listener: (event: RunEvent) => void): () => void {
    return this.log.on(listener);
  }

  /** Run time now, ms. */
  t(): number {
    return this.log.t();
  }

  start(): void {
    recordStart(this.config, this.log);
    for (const route of this.routes) route.recordLimit();
    this.course.begin();
    this.workMoney?.begin();
    if (this.config.retryFailed)
      this.course.reopened(reopenFailed(this.config, this.log, this.work));
    this.log.emit({ type: 'run.phase', phase: 'RUNNING', reason: null });
    this.sampler.start();
    this.dispatcher.open = true;
    this.dispatcher.schedule();
    this.end.look();
  }

  /** Answers at once whether the command is taken; what comes of it is seen in the events. */
  command(command: Command, asker: Asker): Acknowledgement {
    return this.desk.take(command, asker);
  }

  /** What the command would do, or why it would be refused; changes nothing. */
  preview(command: Command): CommandPreview {
    return this.desk.preview(command);
  }

  /** The tuning that is in force. */
  tuning(): TuningNow {
    return this.desk.tuning();
  }

  private newWorkMoney(): WorkMoney | null {
    const { state, work } = this;
    const { plan, workflowCapNanoUsd } = this.config;
    const { graph } = plan;
    const { hand } = this.attempts;
    if (graph === undefined || !(graph.capped || workflowCapNanoUsd)) return null;
    return new WorkMoney({
      ...{ graph, state, work, workflowCapNanoUsd },
      hasBegun: (task) => hand.hasBegun(task),
      onUnpayable: (task, reason) => hand.fail(task, 'budget', reason),
    });
  }

  private newDesk(tuner: Tuner): CommandDesk {
    const { log, state, work, routes, facts } = this;
    const { hand } = this.attempts;
    const { tools } = this.conversations;
    return new CommandDesk({
      log,
      state,
      tasks: new TaskCommands({ facts, log, work, hand, tools, course: this.course }),
      tuner,
      isOver: () => this.end.over,
      refusal: (wish) => (wish.budget === undefined ? null : this.budget.refusal(wish.budget)),
      pause: (mode, by) => this.pauses.begin(mode, `paused by ${by}`),
      resume: () => this.pauses.end(),
      stop: (command, asker, askedT) => {
        this.dispatcher.close();
        this.attempts.hand.endBackoffs();
        this.stopProtocol.begin(command, asker, askedT);
      },
      breaker: (route, action) => routes[route][action](),
      look: () => this.dispatcher.schedule(),
    });
  }

  /** What paused the run is gone with another budget: it goes on without being asked to. */
  private setBudget(caps: BudgetCaps): void {
    const waits = this.budget.end !== null && !this.stopProtocol.begun;
    this.budget.caps = caps;
    if (waits) this.pauses.end();
  }

  private callEnded(): void {
    this.pauses.callEnded();
    this.stopProtocol.callEnded();
    this.dispatcher.schedule();
  }

  private durable(task: number, agent: number): void {
    if (!this.end.over) this.course.ended(task, agent >= 0);
    if (agent >= 0) this.work.release(task, agent);
    this.dispatcher.schedule();
  }

  /** Nothing can be recorded any more: the run ends here, and nothing more is sent that could be paid twice. */
  recordFailed(error: Error): void {
    this.attempts.cutAll('the run could not be recorded');
    this.end.recordFailed(error);
  }

  private async close(): Promise<void> {
    this.dispatcher.close();
    this.attempts.endCode('the run is over');
    this.attempts.clearTimers();
    await this.conversations.settled();
    await closeAll(this.routes);
    this.sampler.stop();
    this.alerts.look();
  }
}

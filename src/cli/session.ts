import type {
  Acknowledgement,
  Asker,
  Command,
  CommandPreview,
} from '../engine/commands/command.ts';
import { Engine } from '../engine/engine.ts';
import type { ReaderHold } from '../engine/reader-hold.ts';
import type { Plan } from '../plan/plan.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import { RunState } from '../state/run-state.ts';
import { agentName } from '../state/selection/selection-facts.ts';
import { type RunSnapshot, takeSnapshot } from '../state/snapshot.ts';
import { meanCost } from '../state/totals.ts';
import type { WorkView } from '../state/work-view.ts';
import type { OpenedRun } from '../store/open-run.ts';
import { storedAnswers } from '../store/plan-past.ts';
import type { TaskAnswer } from '../store/read-answers.ts';
import { RecordReader } from '../store/record-reader.ts';
import { createRunDirectory } from '../store/run-directory.ts';
import { createRunLog, type RunLog } from '../store/run-log.ts';
import type { RunStore } from '../store/run-store.ts';
import { StoredUsageBook } from '../store/usage-book.ts';
import { writeOutcome } from '../store/write-outcome.ts';
import { writeRunFiles } from '../store/write-run-files.ts';
import type { ToolBox } from '../tools/tool.ts';
import { backendAddress } from './backend/backend-address.ts';
import type { EventPoster } from './backend/event-poster.ts';
import { eventPoster } from './backend/open-poster.ts';
import { EventNames } from './event-names.ts';
import type { FinishedSession } from './front-end.ts';
import { sizeHeapFor } from './heap.ts';
import { LiveTasks } from './live-tasks.ts';
import { logConnections } from './log-connections.ts';
import { AlertNotifier } from './notify/alert-notifier.ts';
import { notifyTarget } from './notify/notify-target.ts';
import { keepAnswers, sessionCache } from './session-cache.ts';
import { type GivenAgents, recordedSpec, SessionCode } from './session-code.ts';
import { sessionFigures } from './session-figures.ts';
import { dayOf, inputBoundsOf, pricesOf, sessionCaps, workflowCapOf } from './session-money.ts';
import { adaptiveRange, approvalOf, countsAcrossRuns } from './session-policies.ts';
import { engineRoutes, noSimulator, roleInfo, routeInfo, simulatorFor } from './session-routes.ts';
import { sessionTools } from './session-tools.ts';
import { openDialogues, roleTurns } from './session-turns.ts';
import { version } from './version.ts';

export interface SessionOptions {
  readonly spec: ResolvedSpec;
  readonly plan: Plan;
  /** Where `env:NAME` keys are looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Somebody is there to answer what the run asks; without, it ends there. */
  readonly interactive?: boolean;
  /** Whoever starts the run has said that its questions are answered with yes. */
  readonly yes?: boolean;
  /**
   * Agents that are code, by their roles: they go before what the spec says. The session shuts them
   * down, so that each session is given its own.
   */
  readonly agents?: GivenAgents;
  /** The tools of its roles, where they are opened already; the session closes them. */
  readonly toolBox?: ToolBox;
  /** Who takes the results as they come, and is waited for. */
  readonly reader?: ReaderHold;
  /** Of an opened run what failed is done once more. */
  readonly retryFailed?: boolean;
  /** A new run is not put into the history. */
  readonly unlisted?: boolean;
  /** A run to go on with; without it a new one is begun. */
  readonly opened?: OpenedRun;
}

/** One run in this process: its engine, its record, and what becomes of both at the end. */
export class Session {
  readonly spec: ResolvedSpec;
  readonly plan: Plan;
  readonly engine: Engine;
  readonly runId: string;
  readonly directory: string;
  /** What is recorded so far, for those who look at it; also after the end, until it is closed. */
  readonly record: RecordReader;
  private readonly store: RunStore;
  private readonly usage: StoredUsageBook;
  private readonly runLog: RunLog;
  private readonly letGo: () => Promise<void>;
  private readonly notifier: AlertNotifier | null;
  private readonly poster: EventPoster | null;
  private readonly cpuAtStart = process.cpuUsage();
  /** Its tasks, to be looked at one by one. */
  readonly tasks: LiveTasks;

  private constructor(
    options: SessionOptions,
    record: { runId: string; directory: string; store: RunStore },
    usage: StoredUsageBook,
    engine: Engine,
    code: SessionCode,
    letGo: () => Promise<void>,
  ) {
    this.spec = options.spec;
    this.plan = options.plan;
    this.engine = engine;
    this.runId = record.runId;
    this.directory = record.directory;
    this.record = new RecordReader(record.directory, () => record.store.flush());
    this.store = record.store;
    this.usage = usage;
    this.letGo = letGo;
    const { spec, plan } = options;
    this.tasks = new LiveTasks({ spec, store: this.store, engine });
    const { startedAt } = engine.info;
    this.runLog = createRunLog(record.directory, spec.logLevel, {
      spec,
      plan,
      startedAt,
      agentName: (agent) => agentName(engine.state, agent),
    });
    engine.onEvent((event) => this.runLog.event(event));
    code.log = this.runLog;
    record.store.onError = (error) => engine.recordFailed(error);
    const target = notifyTarget(spec.alerts.notify, options.environment);
    const untold = (message: string) => this.runLog.write('warn', message);
    this.notifier = target === null ? null : new AlertNotifier(target, engine.info, untold);
    engine.onEvent((event) => this.notifier?.event(event));
    this.poster = eventPoster(options, engine.info, untold);
    const names = new EventNames(plan, engine.state);
    engine.onEvent((event) => this.poster?.event(names.named(event)));
    usage.onTrouble = (sentence) => this.runLog.write('warn', sentence);
  }

  /**
   * Makes the run directory, or takes up an old one, and builds the engine; nothing is sent yet.
   * Where that fails, nothing is left open: the store of an opened run is closed too.
   */
  static async open(options: SessionOptions): Promise<Session> {
    const { spec, plan, opened } = options;
    sizeHeapFor(spec.agents);
    let store = opened?.store;
    let simulator = noSimulator;
    const usage = new StoredUsageBook();
    let box = options.toolBox ?? null;
    let code: SessionCode | null = null;
    try {
      notifyTarget(spec.alerts.notify, options.environment);
      backendAddress(options.environment, spec.insecure);
      // Before there is a run: a book that cannot be written is bad input.
      if (spec.routes.some(({ limits }) => countsAcrossRuns(limits))) usage.open();
      const state = new RunState();
      if (opened !== undefined) for (const event of opened.events()) state.apply(event);
      const prices = await pricesOf(spec);
      const caps = sessionCaps(spec, opened?.spec ?? null, state, prices, plan);
      const inputBound = await inputBoundsOf(spec, plan, caps);
      const itsCode = await SessionCode.open(spec, options.agents, plan.code);
      code = itsCode;
      simulator = await simulatorFor(spec);
      box ??= await sessionTools(spec, options.environment);
      const roles = await Promise.all(
        spec.roles.map(async (role, index) => ({
          ...role,
          turns: await roleTurns(role, box),
          code: itsCode.agents[index],
        })),
      );
      const routes = engineRoutes(spec, options.environment, simulator.url, prices);
      // A process can have died before its run had an event: that run starts now.
      const startedAt =
        opened === undefined || state.seq === 0 ? new Date() : new Date(opened.record.startedAt);
      const record =
        opened ??
        createRunDirectory({
          out: spec.out,
          spec: recordedSpec(spec, options.agents),
          plan,
          startedAt,
          version: version(),
          unlisted: options.unlisted,
        });
      store = record.store;
      const day = dayOf(spec, options.environment, record.runId);
      const cache = sessionCache(recordedSpec(spec, options.agents), plan);
      const engine = new Engine({
        info: {
          runId: record.runId,
          name: spec.name,
          preset: spec.preset,
          startedAt: startedAt.toISOString(),
          seed: spec.seed,
          version: version(),
          roles: spec.roles.map(roleInfo),
          routes: spec.routes.map((route) => routeInfo(route, simulator.url)),
          concurrency: spec.concurrency.max,
          budget: caps,
        },
        plan,
        roles,
        routes,
        onCodeLine: ({ task, agent, level, text }) =>
          itsCode.line(level, text, { task: plan.id(task), agent: agentName(state, agent) }),
        tools: box === null ? undefined : { box, approval: approvalOf(options) },
        dialogues: opened === undefined ? undefined : openDialogues(opened.store.database),
        retry: spec.retry,
        breaker: spec.breaker,
        adaptive: adaptiveRange(spec),
        usage,
        cache: cache?.find,
        taskSeconds: spec.timeouts.taskSeconds,
        giveUpSeconds: spec.giveUpSeconds,
        healthCheckSeconds: spec.healthCheckSeconds,
        alerts: spec.alerts,
        autoAgents: spec.autoAgents,
        batch: spec.batch,
        canary: opened === undefined ? spec.canary : null,
        retryFailed: options.retryFailed ?? false,
        canaryEnds: options.interactive !== true,
        inputBound,
        day,
        waitForBudget: options.interactive === true,
        reader: options.reader,
        journal: record.store,
        past: opened?.past,
        workflowCapNanoUsd: workflowCapOf(spec),
        answers: storedAnswers(record.store.database),
        state,
        elapsedMs: state.seq === 0 ? 0 : Date.now() - startedAt.getTime(),
      });
      const session = new Session(options, record, usage, engine, itsCode, async () => {
        day.close();
        cache?.close();
        await Promise.all([simulator.stop(), box?.close(), itsCode.close()]);
      });
      if (spec.logLevel === 'debug') logConnections(routes, spec, session.runLog);
      return session;
    } catch (error) {
      usage.close();
      store?.close();
      await Promise.all([simulator.stop(), box?.close(), code?.close()]);
      throw error;
    }
  }

  snapshot(): RunSnapshot {
    const { state } = this.engine;
    // The clock of a run that is over stands where it ended.
    return takeSnapshot(state, state.exitCode === null ? this.engine.t() : state.t);
  }

  preview(command: Command): CommandPreview {
    return this.engine.preview(command);
  }

  /** What its workload has come to so far; null where tasks stand alone. */
  work(): WorkView | null {
    return this.plan.view?.(this.engine.state.spendByRole.map(meanCost)) ?? null;
  }

  /** What these tasks have given so far. */
  answersOf(tasks: readonly number[]): TaskAnswer[] {
    return this.record.answers(tasks);
  }

  command(command: Command, asker: Asker): Acknowledgement {
    return this.engine.command(command, asker);
  }

  /** Waits for the end of the run, and leaves a complete run directory. */
  async finish(): Promise<FinishedSession> {
    const outcome = await this.engine.ended;
    await this.letGo();
    const [unposted = null] = await Promise.all([this.poster?.settled(), this.notifier?.settled()]);
    const figures = sessionFigures(this.cpuAtStart, this.engine.state.lastSample);
    try {
      const decided = await writeOutcome(this.store, this.plan);
      const { metrics } = await writeRunFiles(this.store, figures);
      const unkept = await keepAnswers(this.spec, this.store);
      this.usage.close();
      const warnings = [this.usage.trouble, unposted, unkept].filter((warning) => warning !== null);
      return { outcome, metrics, decided, warning: warnings.join('\n') || null };
    } finally {
      this.usage.close();
      this.runLog.close();
      this.store.close();
    }
  }
}

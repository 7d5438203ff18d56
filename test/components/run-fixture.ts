import type {
  LiveRun,
  PresetDesk,
  SelectedAgents,
  TaskAnswer,
} from '../../components/console-options.ts';
import type {
  Acknowledgement,
  Asker,
  Command,
  CommandPreview,
  TaskSelection,
} from '../../src/engine/commands/command.ts';
import { commandWords } from '../../src/engine/commands/command-words.ts';
import type { TuningNow } from '../../src/engine/commands/tuning-now.ts';
import { AgentState } from '../../src/state/agent-state.ts';
import type { RunEvent, RunEventBody, RunPhase } from '../../src/state/events.ts';
import { RunState } from '../../src/state/run-state.ts';
import { completeSelection } from '../../src/state/selection/complete-selection.ts';
import { type RunSnapshot, takeSnapshot } from '../../src/state/snapshot.ts';
import type { WorkView } from '../../src/state/work-view.ts';
import { FixtureDesk } from './fixture-desk.ts';
import {
  type FixtureOptions,
  fixtureDefaults,
  sampleEvent,
  startedEvent,
} from './fixture-events.ts';
import { FixtureResults } from './fixture-results.ts';
import { FixtureTasks } from './fixture-tasks.ts';
import { FixtureWorkers, stepMs } from './fixture-workers.ts';

/**
 * A run without an engine: feeds a real `RunState` with the events of agents that take tasks,
 * connect, wait, stream, fail and try again, on a clock of its own. Answers commands as the engine
 * does, by events.
 */
export class RunFixture implements LiveRun {
  readonly past: boolean = false;
  readonly state = new RunState();
  readonly tasks = new FixtureTasks(this.state);
  t = 0;
  /** Commands that came, in the words of the command line. */
  readonly commands: string[] = [];
  /** Set to refuse every command with this reason. */
  refuses: string | null = null;
  /** Set to leave commands without an answer. */
  silent = false;
  /** What tasks gave, by their number. */
  readonly answers = new Map<number, TaskAnswer>();
  /** How its tasks hang together; told by the test. */
  view: WorkView | null = null;
  /** What tasks are called. */
  ids: (task: number) => string = (task) => `p-${task}`;
  readonly presets: PresetDesk;
  readonly results: FixtureResults;
  /** Presets that were saved. */
  readonly saved: string[] = [];
  private readonly desk: FixtureDesk;
  private seq = 0;
  private readonly options: Required<FixtureOptions>;
  private readonly workers: FixtureWorkers;
  private nextSampleT = 1_000;
  private tokensAtSample = 0;

  constructor(options: FixtureOptions = {}) {
    this.options = { ...fixtureDefaults, ...options };
    this.desk = new FixtureDesk(this);
    this.results = new FixtureResults(this.desk.facts, this.answers);
    this.presets = {
      names: async () => ['light', 'medium', 'heavy', 'night-batch'],
      tuningOf: async (name) => ({
        wish: { concurrency: 20, retry: { retries: name === 'light' ? 2 : 5 } },
        notLive: ['provider'],
      }),
      save: async (name) => {
        this.saved.push(name);
        return `saved preset ${name} in settings.json`;
      },
    };
    const started = startedEvent(this.options);
    const agents = started.roles.reduce((sum, role) => sum + role.agents, 0);
    this.workers = new FixtureWorkers(this, this.options, agents);
    this.emit(started);
    const { tasks } = this.options;
    this.emit({
      type: 'tasks.added',
      first: 0,
      count: tasks,
      role: Array.from({ length: tasks }, (_, task) => this.state.agents.role[task % agents]),
      priority: Array.from({ length: tasks }, (_, task) => (task % 50 === 0 ? 200 : 100)),
    });
    this.emit({ type: 'run.phase', phase: 'RUNNING', reason: null });
  }

  work(): WorkView | null {
    return this.view;
  }

  snapshot(): RunSnapshot {
    return takeSnapshot(this.state, this.t);
  }

  emit(body: RunEventBody): void {
    this.seq++;
    const event: RunEvent = { v: 1, seq: this.seq, t: this.t, ...body };
    this.state.apply(event);
    this.tasks.observe(event);
  }

  command(command: Command, asker: Asker): Acknowledgement | Promise<Acknowledgement> {
    const words = commandWords(command);
    this.commands.push(words);
    if (this.silent) return new Promise(() => {});
    const id = this.commands.length;
    if (this.refuses !== null) {
      this.emit({
        type: 'command.refused',
        id,
        command: words,
        by: asker.by,
        reason: this.refuses,
      });
      return { ok: false, id, reason: this.refuses };
    }
    this.emit({
      type: 'command.accepted',
      id,
      command: words,
      by: asker.by,
      why: asker.why ?? null,
    });
    return { ok: true, id, effect: this.obey(command, asker) };
  }

  preview(command: Command): CommandPreview {
    return this.desk.preview(command);
  }

  tuning(): TuningNow {
    return this.desk.tuning();
  }

  completeSelection(text: string, cursor: number): string[] {
    return completeSelection(text, cursor, this.desk.facts);
  }

  agentsOf(selection: TaskSelection): SelectedAgents {
    return this.desk.agentsOf(selection);
  }

  taskId(task: number): string {
    return this.desk.facts.taskId(task);
  }

  answersOf(tasks: readonly number[]): TaskAnswer[] {
    return tasks.map((task) => this.results.answer(task));
  }

  /** Lets run time pass. */
  advance(ms: number): this {
    const end = this.t + ms;
    while (this.t < end) {
      this.t = Math.min(end, this.t + stepMs);
      this.step();
    }
    return this;
  }

  private obey(command: Command, asker: Asker): string {
    switch (command.type) {
      case 'pause':
        this.phase('PAUSING', 'asked by the operator');
        return 'pausing';
      case 'resume':
        this.phase('RUNNING', null);
        return 'running';
      case 'stop':
        this.phase(command.mode === 'now' ? 'STOPPING' : 'DRAINING', 'asked by the operator');
        if (command.mode === 'now') this.cutAll();
        return command.mode === 'now' ? 'stopping' : 'draining';
      default:
        return this.desk.obey(command, asker);
    }
  }

  private cutAll(): void {
    const asked = this.t;
    const cut = this.state.inFlight;
    for (let agent = 0; agent < this.state.agents.size; agent++) {
      if (!this.inCall(agent)) continue;
      this.emit({
        type: 'task.cancelled',
        task: this.state.agents.task[agent],
        agent,
        attempts: 1,
        durationMs: 900,
        reason: 'stopped by the operator',
        uncertain: true,
        outputTokens: 3,
      });
    }
    this.t += 184;
    this.emit({
      type: 'stop.proven',
      mode: 'now',
      askedT: asked,
      acknowledgedT: asked + 3,
      closedT: this.t,
      socketsClosed: cut,
      callsCut: cut,
      spentAfterNanoUsd: 0,
      uncertainNanoUsd: 410_000_000,
      tokensAfter: 0,
      uncertainCalls: cut,
    });
    this.emit({ type: 'run.finished', phase: 'STOPPED', exitCode: 130, reason: 'stopped by you' });
  }

  private inCall(agent: number): boolean {
    const state = this.state.agents.state[agent];
    return state >= AgentState.connecting && state <= AgentState.streaming;
  }

  private phase(phase: RunPhase, reason: string | null): void {
    this.emit({ type: 'run.phase', phase, reason });
  }

  private step(): void {
    const { state } = this;
    if (state.exitCode !== null) return;
    this.workers.step();
    if (state.phase === 'PAUSING' && state.inFlight === 0)
      this.phase('PAUSED', 'asked by the operator');
    const stopping = state.phase === 'DRAINING' && state.inFlight === 0;
    if (stopping || state.counts.ended === state.tasks.size) {
      this.emit({
        type: 'run.finished',
        phase: stopping ? 'STOPPED' : 'DONE',
        exitCode: stopping ? 130 : this.snapshot().tasks.failed > 0 ? 1 : 0,
        reason: stopping ? 'stopped by you' : null,
      });
    }
    if (this.t >= this.nextSampleT) this.sample();
  }

  private sample(): void {
    const { state } = this;
    this.nextSampleT = this.t + 1_000;
    this.emit(sampleEvent(state, this.tokensAtSample));
    this.tokensAtSample = state.totals.outputTokens;
  }
}

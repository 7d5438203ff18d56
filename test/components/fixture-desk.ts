import type { SelectedAgents } from '../../components/console-options.ts';
import type {
  ApprovalCommand,
  Asker,
  Command,
  CommandPreview,
  TaskCommand,
  TaskSelection,
} from '../../src/engine/commands/command.ts';
import { concurrencyAfter } from '../../src/engine/commands/concurrency-after.ts';
import { type TuningNow, tuningChanges } from '../../src/engine/commands/tuning-now.ts';
import { changesWords } from '../../src/engine/commands/tuning-words.ts';
import { AgentState, TaskStatus } from '../../src/state/agent-state.ts';
import { askedCalls, askedWords } from '../../src/state/asked-calls.ts';
import type { RunEventBody } from '../../src/state/events.ts';
import type { RunState } from '../../src/state/run-state.ts';
import { previewWords } from '../../src/state/selection/preview-words.ts';
import { resolveSelection } from '../../src/state/selection/resolve-selection.ts';
import { agentsOf } from '../../src/state/selection/selection.ts';
import type { SelectionFacts } from '../../src/state/selection/selection-facts.ts';
import { previewSelection } from '../../src/state/selection/selection-preview.ts';
import type { WorkView } from '../../src/state/work-view.ts';
import { noLimits, usualBreaker, usualRetry, usualTimeouts } from '../helpers/tuning.ts';

const { queued, running, retrying, blocked, failed, cancelled } = TaskStatus;
const unended = [queued, running, retrying, blocked];

/** The part of a fixture that answers commands on tasks and tuning as the engine's desk does. */
export class FixtureDesk {
  readonly facts: SelectionFacts;
  private readonly run: {
    state: RunState;
    t: number;
    emit(body: RunEventBody): void;
    /** What tasks are called. */
    ids(task: number): string;
    readonly view: WorkView | null;
  };
  /** The range that the concurrency adapts inside. */
  private concurrency: { min: number; max: number } | null = null;

  constructor(run: FixtureDesk['run']) {
    this.run = run;
    this.facts = {
      state: run.state,
      taskId: (task) => run.ids(task),
      tagsOf: () => [],
      workflowOf: (task) => workflowOf(run.view, task),
    };
  }

  tuning(): TuningNow {
    const { info, agents, concurrency } = this.run.state;
    const own = { pool: 200, maxConnections: null, limits: noLimits };
    return {
      batch: 1,
      retry: usualRetry,
      breaker: usualBreaker,
      timeouts: usualTimeouts,
      budget: { usd: null, perAgentUsd: null, perDayUsd: null },
      routes: info.routes.map(({ name }) => ({ name, ...own })),
      concurrency: this.concurrency ?? concurrency,
      agents: Object.fromEntries(info.roles.map(({ name }, role) => [name, agents.roleSize(role)])),
    };
  }

  preview(command: Command): CommandPreview {
    if (isOfTasks(command)) {
      const tasks = this.select(command);
      if (typeof tasks === 'string') return { ok: false, words: tasks };
      if (isApproval(command)) {
        const asked = askedCalls(this.run.state, tasks, command.asks);
        const asks = asked.map(({ seq }) => seq);
        return { ok: true, words: askedWords(asked, this.run.state), tasks, asks };
      }
      return { ok: true, words: previewWords(previewSelection(tasks, this.run.state)), tasks };
    }
    const notLive = command.type === 'preset' ? command.notLive : [];
    const later = notLive.length === 0 ? '' : ` · not before the next run: ${notLive.join(', ')}`;
    return { ok: true, words: `${changesWords(this.changes(command))}${later}` };
  }

  agentsOf(selection: TaskSelection): SelectedAgents {
    const { state, t } = this.run;
    if ('tasks' in selection) return { ok: true, agents: agentsOf(selection.tasks, state) };
    const found = resolveSelection(selection.query, this.facts, t);
    return found.ok ? { ok: true, agents: agentsOf(found.tasks, state) } : found;
  }

  /** @returns the effect in words */
  obey(command: Command, { by }: Asker): string {
    const { run } = this;
    if (isOfTasks(command)) return this.obeyOnTasks(command, by);
    if (command.type === 'breaker') {
      const route = run.state.info.routes.findIndex(({ name }) => name === command.route);
      const to = command.action === 'trip' ? 'open' : 'closed';
      run.emit({ type: 'breaker.changed', route, to, trips: 1, probeT: null, reason: `by ${by}` });
      return `the breaker of ${command.route} is ${to}`;
    }
    const changes = this.changes(command);
    const preset = command.type === 'preset' ? command.name : null;
    const notLive = command.type === 'preset' ? command.notLive : [];
    const wish = wishOf(command);
    if (wish.concurrency !== undefined) {
      const set = concurrencyAfter(this.tuning().concurrency, wish.concurrency);
      const to = typeof set === 'object' ? set.max : set;
      this.concurrency = typeof set === 'object' ? set : null;
      const from = run.state.concurrency;
      run.emit({ type: 'concurrency.changed', from, to, by, reason: '' });
    }
    if (typeof wish.agents === 'object')
      for (const [name, to] of Object.entries(wish.agents)) {
        const role = run.state.info.roles.findIndex((each) => each.name === name);
        const from = run.state.agents.roleSize(role);
        run.emit({ type: 'agents.changed', role, from, to, by, reason: null });
      }
    run.emit({ type: 'tuning.changed', changes, preset, notLive, by, reason: null });
    return changesWords(changes);
  }

  private changes(command: Command) {
    return tuningChanges(this.tuning(), wishOf(command));
  }

  private select(command: TaskCommand): readonly number[] | string {
    const { selection, type } = command;
    const { state, t } = this.run;
    let tasks: readonly number[];
    if ('query' in selection) {
      const found = resolveSelection(selection.query, this.facts, t);
      if (!found.ok) return found.message;
      ({ tasks } = found);
    } else ({ tasks } = selection);
    if (isApproval(command)) {
      const asking = askedCalls(state, tasks, command.asks).map(({ task }) => task);
      return asking.length > 0 ? asking : 'it asks no more';
    }
    const fit: readonly number[] = type === 'retry' ? [retrying, failed, cancelled] : unended;
    const fitting = tasks.filter((task) => fit.includes(state.tasks.status[task]));
    return fitting.length > 0 ? fitting : `no selected task can be told to ${type}`;
  }

  private obeyOnTasks(command: TaskCommand, by: string): string {
    const { run } = this;
    const tasks = this.select(command) as readonly number[];
    if (isApproval(command)) {
      const allowed = command.type === 'allow';
      for (const { task, agent, call, tool } of askedCalls(run.state, tasks, command.asks))
        run.emit({ type: 'tool.answered', task, agent, call, tool, allowed, by });
      return `${tasks.length} ${allowed ? 'allowed' : 'refused'}`;
    }
    const { agents, tasks: columns } = run.state;
    if (command.type === 'priority')
      run.emit({ type: 'tasks.prioritized', tasks, priority: command.value, by });
    if (command.type === 'route') {
      const route = run.state.info.routes.findIndex(({ name }) => name === command.route);
      run.emit({ type: 'tasks.routed', tasks, route, by });
    }
    if (command.type === 'hold') run.emit({ type: 'tasks.paused', tasks, by });
    if (command.type === 'unhold') run.emit({ type: 'tasks.resumed', tasks, by });
    if (command.type === 'retry')
      for (const task of tasks)
        if (columns.status[task] >= TaskStatus.done) run.emit({ type: 'task.reopened', task, by });
    if (command.type === 'cancel')
      for (const task of tasks) {
        const agent = columns.status[task] === queued ? -1 : columns.agent[task];
        const attempts = columns.attempts[task];
        const cut = agent >= 0 && agents.state[agent] !== AgentState.retrying;
        run.emit({
          type: 'task.cancelled',
          task,
          agent,
          attempts,
          durationMs: 10,
          reason: `cancelled by ${by}`,
          uncertain: cut,
          outputTokens: 0,
        });
      }
    const many = tasks.length === 1 ? '1 task' : `${tasks.length} tasks`;
    return `${many} told to ${command.type}`;
  }
}

function wishOf(command: Command) {
  if (command.type === 'concurrency') return { concurrency: command.value };
  if (command.type === 'agents') return { agents: { [command.role ?? 'agent']: command.value } };
  return command.type === 'tune' || command.type === 'preset' ? command.wish : {};
}

function isApproval(command: Command): command is ApprovalCommand {
  return command.type === 'allow' || command.type === 'refuse';
}

function isOfTasks(command: Command): command is TaskCommand {
  return 'selection' in command;
}

function workflowOf(view: WorkView | null, task: number): string | null {
  if (view?.kind !== 'workflows') return null;
  const flow = view.workflows.find(({ nodes }) => nodes.some(({ tasks }) => tasks.includes(task)));
  return flow?.name ?? null;
}

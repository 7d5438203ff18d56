import type { TaskCommand, TaskSelection } from '../../src/engine/commands/command.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { OpenedTask } from '../agent/agent-hand.ts';
import type { ConsoleStore } from '../console-store.ts';
import { type AgentsAction, cursorMoves } from '../keys/agents-keys.ts';
import type { Actions } from '../keys/binding.ts';
import type { LiveRun } from '../live-run.ts';
import { agentName } from '../panes/agent-name.ts';
import type { AgentsView } from '../panes/agents-view.ts';
import { type CursorMove, cellSpan, moveCursor } from '../panes/grid-cursor.ts';
import { count, plural } from '../parts/format.ts';
import { markedWord } from '../prompt/marked-word.ts';
import { agentsPlan } from '../screens/agents-plan.ts';
import type { Commander } from './commander.ts';

interface AgentsParts {
  readonly run: LiveRun;
  readonly store: ConsoleStore;
  readonly commander: Commander;
  /** Opens the command line. */
  readonly prompt: (text: string) => void;
  /** The task on the agent screen: while that is open, it alone is meant. */
  readonly opened: () => OpenedTask | null;
}

/** The cursor over the grid, the marks, and what is asked of the agents that they name. */
export class AgentsHand {
  private readonly parts: AgentsParts;

  constructor(parts: AgentsParts) {
    this.parts = parts;
  }

  readonly actions: Actions<AgentsAction> = {
    cursor: (key) => this.move(cursorMoves[key]),
    mark: () => this.toggleMark(),
    'mark-query': () => this.parts.prompt('mark '),
    unmark: () => this.unmark(),
    cancel: () => this.ask('cancel', false),
    'cancel-now': () => this.ask('cancel', true),
    retry: () => this.ask('retry', false),
    'retry-now': () => this.ask('retry', true),
    route: () => this.askRoute(),
    'route-now': () => this.nextRoute(),
    priority: () => this.askPriority(),
  };

  private get view(): AgentsView {
    return this.parts.store.get().agentsView;
  }

  private update(change: Partial<AgentsView>): void {
    this.parts.store.update({ agentsView: { ...this.view, ...change } });
  }

  /** Shows the cursor, where it was or on the first agent. */
  enter(): void {
    const { order } = this.parts.store.get().facts.roster;
    const { cursor } = this.view;
    const at = cursor === null ? -1 : order.indexOf(cursor);
    this.parts.store.update({ focus: 'agents' });
    this.update({ cursor: order[Math.max(0, at)] ?? null });
  }

  private move(move: CursorMove): void {
    const { store, run } = this.parts;
    const plan = agentsPlan(store.get());
    const { order } = store.get().facts.roster;
    const { cursor } = this.view;
    const { agents } = run.snapshot();
    if (cursor === null || plan === null) return this.enter();
    let at = Math.max(0, order.indexOf(cursor));
    for (;;) {
      const to = moveCursor(plan, at, move);
      // A cell whose agent has left is stepped over, but for one at the end of the way.
      const stands = !agents.isGone(order[to]) || cellSpan(plan, to).end - to > 1;
      if (to === at || stands) {
        if (stands) this.update({ cursor: order[to] });
        return;
      }
      at = to;
    }
  }

  /** Agents that are marked and have not left. */
  get marked(): readonly number[] {
    const { marks } = this.view;
    if (marks.size === 0) return [];
    const { agents } = this.parts.run.snapshot();
    return [...marks].filter((agent) => !agents.isGone(agent)).sort((a, b) => a - b);
  }

  /** The tasks of the marked agents; null where none is marked. */
  markedTasks(): TaskSelection | null {
    const { marked } = this;
    return marked.length === 0 ? null : this.tasksOf(marked);
  }

  mark(agents: readonly number[]): void {
    this.update({ marks: new Set([...this.view.marks, ...agents]) });
  }

  /** Marks what the cursor is on, or takes the mark away where all of it is marked. */
  private toggleMark(): void {
    const here = this.here();
    const { marks } = this.view;
    const off = here.every((agent) => marks.has(agent));
    const left = [...marks].filter((agent) => !here.includes(agent));
    this.update({ marks: new Set(off ? left : [...left, ...here]) });
    this.move('right');
  }

  unmark(): void {
    this.update({ marks: new Set() });
  }

  /** @param sure without the question */
  private ask(type: 'cancel' | 'retry', sure: boolean): void {
    const selection = this.chosen();
    if (selection === null) return;
    const command: TaskCommand = { type, selection };
    const preview = this.parts.run.preview(command);
    if (sure || !preview.ok) {
      this.parts.commander.ask(command);
      return;
    }
    // What was shown is what is acted on, whatever the agents have taken up by then.
    const tasks = preview.tasks ?? [];
    const of = tasks.length === 1 ? 'the task' : plural(tasks.length, 'task');
    const title = `${type === 'cancel' ? 'Cancel' : 'Retry'} ${of} of ${wordsOf(selection)}?`;
    const confirm = {
      title,
      words: preview.words,
      command: { ...command, selection: { ...selection, tasks } },
    };
    this.parts.store.update({ overlay: 'confirm', confirm });
  }

  /** Asks for another route in the command line. */
  private askRoute(): void {
    const name = this.nameChosen();
    if (name !== null) this.parts.prompt(`route ${name} `);
  }

  /** The next route after the one that the first of them is on, unasked. */
  private nextRoute(): void {
    const { run, commander } = this.parts;
    const selection = this.chosen();
    if (selection === null) return;
    const { info } = run.snapshot();
    const { role, route: now } = this.parts.opened() ?? this.first();
    const known = info.roles[role].routes;
    const routes = known.length > 1 ? known : info.routes.map((_, index) => index);
    if (routes.length === 1) return commander.tell('there is no other route');
    const at = routes.indexOf(now);
    const route = info.routes[routes[(at + 1) % routes.length]].name;
    commander.ask({ type: 'route', selection, route });
  }

  private askPriority(): void {
    const name = this.nameChosen();
    if (name !== null) this.parts.prompt(`priority ${name} `);
  }

  /** The role of the agent under the cursor; null where there is no cursor. */
  roleHere(): string | null {
    const { cursor } = this.view;
    if (cursor === null || this.parts.store.get().focus !== 'agents') return null;
    const { info, agents } = this.parts.run.snapshot();
    return info.roles[agents.role[cursor]].name;
  }

  /** What a command line can call them: one agent by its name, several once they are marked. */
  private nameChosen(): string | null {
    const opened = this.parts.opened();
    if (opened !== null) return opened.name;
    const targets = this.targets();
    if (targets.length === 0) return null;
    if (targets.length === 1 && this.marked.length === 0)
      return agentName(this.parts.run.snapshot(), targets[0]);
    this.mark(targets);
    return markedWord;
  }

  private chosen(): (TaskSelection & { tasks: readonly number[] }) | null {
    const opened = this.parts.opened();
    if (opened !== null) return { tasks: [opened.task], as: opened.name };
    const targets = this.targets();
    const selection = targets.length === 0 ? null : this.tasksOf(targets);
    if (selection === null || selection.tasks.length > 0) return selection;
    this.parts.commander.tell(
      targets.length === 1 ? 'this agent has had no task yet' : 'these agents have had no task yet',
    );
    return null;
  }

  /** Where the first of them stands. */
  private first(): { readonly role: number; readonly route: number } {
    const { agents } = this.parts.run.snapshot();
    const [first] = this.targets();
    return { role: agents.role[first], route: agents.route[first] };
  }

  /** The marked ones or, without a mark, what the cursor is on. */
  private targets(): readonly number[] {
    const { marked } = this;
    return marked.length > 0 ? marked : this.here();
  }

  private here(): readonly number[] {
    const { cursor } = this.view;
    const plan = agentsPlan(this.parts.store.get());
    if (cursor === null) return [];
    if (plan === null) return [cursor];
    const { order } = this.parts.store.get().facts.roster;
    const { first, end } = cellSpan(plan, order.indexOf(cursor));
    const { agents } = this.parts.run.snapshot();
    return [...order.subarray(first, end)].filter((agent) => !agents.isGone(agent));
  }

  private tasksOf(agents: readonly number[]): { tasks: readonly number[]; as: string } {
    const snapshot: RunSnapshot = this.parts.run.snapshot();
    const tasks = agents.map((agent) => snapshot.agents.task[agent]).filter((task) => task >= 0);
    const [first] = agents;
    const as = agents.length === 1 ? agentName(snapshot, first) : `${count(agents.length)} agents`;
    return { tasks: [...new Set(tasks)], as };
  }
}

function wordsOf(selection: TaskSelection): string {
  return 'query' in selection ? selection.query : (selection.as ?? '');
}

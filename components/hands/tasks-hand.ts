import type { TaskSelection } from '../../src/engine/commands/command.ts';
import type { OpenedTask } from '../agent/agent-hand.ts';
import type { ConsoleStore } from '../console-store.ts';
import type { TasksAction } from '../keys/agents-keys.ts';
import type { Actions } from '../keys/binding.ts';
import type { LiveRun } from '../live-run.ts';
import { agentName } from '../panes/agent-name.ts';
import { count, plural } from '../parts/format.ts';
import { markedWord } from '../prompt/marked-word.ts';
import type { AgentsHand } from './agents-hand.ts';
import { askFirst } from './ask-first.ts';
import type { Commander } from './commander.ts';

interface TasksParts {
  readonly run: LiveRun;
  readonly store: ConsoleStore;
  readonly commander: Commander;
  readonly agents: AgentsHand;
  /** Opens the command line. */
  readonly prompt: (text: string) => void;
  /** The task on the agent screen: while that is open, it alone is meant. */
  readonly opened: () => OpenedTask | null;
}

/** What is asked of the tasks of the marked agents or, without a mark, of those under the cursor. */
export class TasksHand {
  private readonly parts: TasksParts;

  constructor(parts: TasksParts) {
    this.parts = parts;
  }

  readonly actions: Actions<TasksAction> = {
    cancel: () => this.ask('cancel', false),
    'cancel-now': () => this.ask('cancel', true),
    retry: () => this.ask('retry', false),
    'retry-now': () => this.ask('retry', true),
    route: () => this.askFor('route'),
    'route-now': () => this.nextRoute(),
    priority: () => this.askFor('priority'),
  };

  /** @param sure without the question */
  private ask(type: 'cancel' | 'retry', sure: boolean): void {
    const selection = this.chosen();
    if (selection === null) return;
    const as = selection.as ?? '';
    const all = selection.tasks.length;
    const title = (tasks: readonly number[]) => {
      const some = `${count(tasks.length)} of ${plural(all, 'task')}`;
      const of = tasks.length < all ? some : all === 1 ? 'the task' : plural(all, 'task');
      return `${type === 'cancel' ? 'Cancel' : 'Retry'} ${of} of ${as}?`;
    };
    askFirst(this.parts, { type, selection, as, title, sure });
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

  /** Asks for the rest of the command in its line: one agent by its name, several once they are marked. */
  private askFor(command: 'route' | 'priority'): void {
    const { run, agents, prompt, opened } = this.parts;
    const task = opened();
    if (task !== null) return prompt(`${command} ${task.name} `);
    const targets = agents.targets();
    if (targets.length === 0) return;
    const one = targets.length === 1 && agents.marked.length === 0;
    if (!one) agents.mark(targets);
    prompt(`${command} ${one ? agentName(run.snapshot(), targets[0]) : markedWord} `);
  }

  private chosen(): Extract<TaskSelection, { tasks: unknown }> | null {
    const opened = this.parts.opened();
    if (opened !== null) return { tasks: [opened.task], as: opened.name };
    const targets = this.parts.agents.targets();
    if (targets.length === 0) return null;
    const selection = this.parts.agents.tasksOf(targets);
    if (selection.tasks.length > 0) return selection;
    this.parts.commander.tell(
      targets.length === 1 ? 'this agent has had no task yet' : 'these agents have had no task yet',
    );
    return null;
  }

  /** Where the first of them stands. */
  private first(): { readonly role: number; readonly route: number } {
    const { agents } = this.parts.run.snapshot();
    const [first] = this.parts.agents.targets();
    return { role: agents.role[first], route: agents.route[first] };
  }
}

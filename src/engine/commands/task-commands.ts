import { TaskStatus, taskStatusNames } from '../../state/agent-state.ts';
import type { RunState } from '../../state/run-state.ts';
import { previewWords } from '../../state/selection/preview-words.ts';
import { resolveSelection } from '../../state/selection/resolve-selection.ts';
import type { SelectionFacts } from '../../state/selection/selection-facts.ts';
import { previewSelection } from '../../state/selection/selection-preview.ts';
import type { EventLog } from '../event-log.ts';
import type { TaskHand } from '../task-hand.ts';
import type { ToolDesk } from '../turns/tool-desk.ts';
import type { WorkQueue } from '../work-queue.ts';
import type { Asker, TaskCommand } from './command.ts';

export interface TaskCommandParts {
  readonly facts: SelectionFacts;
  readonly log: EventLog;
  readonly work: WorkQueue;
  readonly hand: TaskHand;
  /** Null where no role has tools. */
  readonly tools: ToolDesk | null;
}

/** The tasks that a command is for and can be for, or why there are none. */
export type Selected =
  | { readonly ok: true; readonly tasks: readonly number[] }
  | { readonly ok: false; readonly reason: string };

const { queued, running, retrying, tool, failed, cancelled, poison } = TaskStatus;

interface Fitting {
  readonly in: ReadonlySet<number>;
  /** What it is then. */
  readonly done: string;
  /** What a task in another status is told. */
  readonly cannot: string;
}

/** The statuses in which a task can be told each of these. */
const fitting: Record<TaskCommand['type'], Fitting> = {
  cancel: {
    in: new Set([queued, running, retrying, tool]),
    done: 'cancelled',
    cannot: 'there is nothing to cancel',
  },
  retry: {
    in: new Set([retrying, failed, cancelled, poison]),
    done: 'queued once more',
    cannot: 'there is nothing to try again',
  },
  requeue: {
    in: new Set([running, retrying, tool]),
    done: 'back in the queue',
    cannot: 'there is no call to cut',
  },
  route: {
    in: new Set([queued, running, retrying, tool]),
    done: 'routed from their next call on',
    cannot: 'it makes no further call',
  },
  priority: {
    in: new Set([queued, running, retrying, tool]),
    done: 'in another place of the queue',
    cannot: 'it waits for nothing',
  },
  allow: {
    in: new Set([tool]),
    done: 'allowed to call their tools',
    cannot: 'it asks for nothing',
  },
  refuse: { in: new Set([tool]), done: 'refused their tools', cannot: 'it asks for nothing' },
};

/** What an operator does to tasks that a selection names. */
export class TaskCommands {
  private readonly parts: TaskCommandParts;

  constructor(parts: TaskCommandParts) {
    this.parts = parts;
  }

  /** The tasks that the command would touch at run time `t`. */
  select(command: TaskCommand, t: number): Selected {
    const { facts } = this.parts;
    const { selection, type } = command;
    let named: readonly number[];
    if ('query' in selection) {
      const resolved = resolveSelection(selection.query, facts, t);
      if (!resolved.ok) return { ok: false, reason: resolved.message };
      named = resolved.tasks;
    } else named = selection.tasks.filter((task) => task >= 0 && task < facts.state.tasks.size);
    if (named.length === 0) return { ok: false, reason: 'no task is selected' };
    const { status } = facts.state.tasks;
    const asks = new Set([...facts.state.asked.values()].map(({ task }) => task));
    const fits = (task: number) =>
      fitting[type].in.has(status[task]) &&
      ((type !== 'allow' && type !== 'refuse') || asks.has(task));
    const tasks = named.filter(fits);
    if (tasks.length > 0) return { ok: true, tasks };
    const { done, cannot } = fitting[type];
    if (named.length > 1)
      return { ok: false, reason: `none of the ${named.length} tasks is in a state to be ${done}` };
    return { ok: false, reason: `the task is ${taskStatusNames[status[named[0]]]}, ${cannot}` };
  }

  /** What the command would touch and what that costs, in words. */
  preview(tasks: readonly number[], state: RunState): string {
    const { reservedNanoUsd } = state.agents;
    // Nothing is set aside for a call whose price nobody knows.
    const reservedOf = (agent: number) => reservedNanoUsd[agent] || null;
    return previewWords(previewSelection(tasks, state, reservedOf));
  }

  /** @returns what was done, in words */
  carryOut(command: TaskCommand, tasks: readonly number[], route: number, asker: Asker): string {
    const { log, work, hand } = this.parts;
    const { by } = asker;
    switch (command.type) {
      case 'cancel':
        for (const task of tasks) hand.cancel(task, asker.why ?? `cancelled by ${by}`);
        break;
      case 'retry':
        for (const task of tasks) {
          if (hand.tryNow(task)) continue;
          log.emit({ type: 'task.reopened', task, by });
          work.open(task);
        }
        break;
      case 'requeue':
        for (const task of tasks) hand.requeue(task, asker.why ?? `requeued by ${by}`);
        break;
      case 'route':
        log.emit({ type: 'tasks.routed', tasks, route, by });
        for (const task of tasks) {
          work.setRoute(task, route);
          hand.tryNow(task);
        }
        break;
      case 'priority':
        log.emit({ type: 'tasks.prioritized', tasks, priority: command.value, by });
        for (const task of tasks) work.setPriority(task, command.value);
        break;
      case 'allow':
      case 'refuse':
        this.parts.tools?.answer(new Set(tasks), command.type === 'allow', by);
    }
    const many = tasks.length === 1 ? '1 task' : `${tasks.length.toLocaleString('en')} tasks`;
    return `${many} ${fitting[command.type].done}`;
  }
}

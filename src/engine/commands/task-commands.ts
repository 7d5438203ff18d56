import { TaskStatus, taskStatusNames } from '../../state/agent-state.ts';
import { askedCalls, askedWords } from '../../state/asked-calls.ts';
import { previewWords } from '../../state/selection/preview-words.ts';
import { resolveSelection } from '../../state/selection/resolve-selection.ts';
import { agentName, type SelectionFacts } from '../../state/selection/selection-facts.ts';
import { previewSelection } from '../../state/selection/selection-preview.ts';
import { callKey } from '../../state/tool-calls.ts';
import { plural } from '../../state/words.ts';
import type { EventLog } from '../event-log.ts';
import type { PlanCourse } from '../plan-course.ts';
import type { TaskHand } from '../task-hand.ts';
import type { ToolDesk } from '../turns/tool-desk.ts';
import type { WorkQueue } from '../work-queue.ts';
import type { ApprovalCommand, Asker, TaskCommand } from './command.ts';

export interface TaskCommandParts {
  readonly facts: SelectionFacts;
  readonly log: EventLog;
  readonly work: WorkQueue;
  readonly hand: TaskHand;
  readonly course: PlanCourse;
  /** Null where no role has tools. */
  readonly tools: ToolDesk | null;
}

/** The tasks that a command is for and can be for, or why there are none. */
export type Selected =
  | { readonly ok: true; readonly tasks: readonly number[] }
  | { readonly ok: false; readonly reason: string };

const { queued, running, retrying, tool, blocked, failed, cancelled, poison } = TaskStatus;

interface Fitting {
  readonly in: ReadonlySet<number>;
  /** What it is then. */
  readonly done: string;
  /** What a task in another status is told. */
  readonly cannot: string;
}

/** The statuses in which a task can be told each of these. */
const fitting: Record<Exclude<TaskCommand, ApprovalCommand>['type'], Fitting> = {
  cancel: {
    in: new Set([queued, running, retrying, tool, blocked]),
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
  hold: {
    in: new Set([queued, blocked]),
    done: 'kept back',
    cannot: 'an agent has begun it, or it has ended',
  },
  unhold: {
    in: new Set([blocked]),
    done: 'let go on',
    cannot: 'nobody keeps it back',
  },
  route: {
    in: new Set([queued, running, retrying, tool, blocked]),
    done: 'routed from their next call on',
    cannot: 'it makes no further call',
  },
  priority: {
    in: new Set([queued, running, retrying, tool, blocked]),
    done: 'in another place of the queue',
    cannot: 'it waits for nothing',
  },
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
    const { selection } = command;
    let named: readonly number[];
    if ('query' in selection) {
      const resolved = resolveSelection(selection.query, facts, t);
      if (!resolved.ok) return { ok: false, reason: resolved.message };
      named = resolved.tasks;
    } else named = selection.tasks.filter((task) => task >= 0 && task < facts.state.tasks.size);
    if (named.length === 0) return { ok: false, reason: 'no task is selected' };
    const { status } = facts.state.tasks;
    if (isApproval(command)) {
      const asking = new Set(askedCalls(facts.state, named, command.asks).map(({ task }) => task));
      const tasks = named.filter((task) => asking.has(task));
      return tasks.length > 0 ? { ok: true, tasks } : { ok: false, reason: asksNothing(command) };
    }
    const { in: fit, done, cannot } = fitting[command.type];
    const tasks = named.filter((task) => fit.has(status[task]) && this.fits(command, task));
    if (tasks.length > 0) return { ok: true, tasks };
    if (named.length > 1)
      return { ok: false, reason: `none of the ${named.length} tasks is in a state to be ${done}` };
    const [first] = named;
    const is = status[first] === tool ? 'in its tools' : taskStatusNames[status[first]];
    return { ok: false, reason: `the task is ${is}, ${cannot}` };
  }

  private fits({ type }: TaskCommand, task: number): boolean {
    const { course, facts } = this.parts;
    if (type === 'hold') return course.canPause(task);
    return type !== 'unhold' || facts.state.paused.has(task);
  }

  /** What the command would touch and what that costs, in words; of one on tools the questions too. */
  preview(
    command: TaskCommand,
    tasks: readonly number[],
  ): { readonly words: string; readonly asks?: readonly number[] } {
    const { state } = this.parts.facts;
    if (isApproval(command)) {
      const asked = askedCalls(state, tasks, command.asks);
      return { words: askedWords(asked, state), asks: asked.map(({ seq }) => seq) };
    }
    const { reservedNanoUsd } = state.agents;
    // Nothing is set aside for a call whose price nobody knows.
    const reservedOf = (agent: number) => reservedNanoUsd[agent] || null;
    return { words: previewWords(previewSelection(tasks, state, reservedOf)) };
  }

  /** @returns what was done, in words */
  carryOut(command: TaskCommand, tasks: readonly number[], route: number, asker: Asker): string {
    if (isApproval(command)) return this.approve(command, tasks, asker);
    const { log, work, hand, course } = this.parts;
    const { by } = asker;
    const reopened: number[] = [];
    switch (command.type) {
      case 'cancel':
        for (const task of tasks) hand.cancel(task, asker.why ?? `cancelled by ${by}`);
        break;
      case 'retry':
        for (const task of tasks) {
          if (hand.tryNow(task)) continue;
          log.emit({ type: 'task.reopened', task, by });
          work.open(task);
          reopened.push(task);
        }
        if (reopened.length > 0) course.reopened(reopened);
        break;
      case 'hold':
        course.pause(tasks, by);
        break;
      case 'unhold':
        course.resume(tasks, by);
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
    }
    return `${plural(tasks.length, 'task')} ${fitting[command.type].done}`;
  }

  private approve(command: ApprovalCommand, tasks: readonly number[], { by }: Asker): string {
    const { tools, facts } = this.parts;
    const asked = askedCalls(facts.state, tasks, command.asks);
    tools?.answer(asked.map(callKey), command.type === 'allow', by);
    const done = command.type === 'allow' ? 'allowed' : 'refused';
    const [first, ...others] = asked;
    if (others.length > 0) return `${plural(asked.length, 'call')} of tools ${done}`;
    return `${first.tool} of ${agentName(facts.state, first.agent)} ${done}`;
  }
}

function isApproval(command: TaskCommand): command is ApprovalCommand {
  return command.type === 'allow' || command.type === 'refuse';
}

function asksNothing({ asks, selection }: ApprovalCommand): string {
  if (asks !== undefined) return 'it asks no more';
  const one = 'tasks' in selection && selection.tasks.length === 1;
  return one ? 'the task asks for no tool' : 'none of these tasks asks for a tool';
}

import type { Command, TaskSelection } from '../../../../src/engine/commands/command.ts';
import { TaskStatus } from '../../../../src/state/agent-state.ts';
import type { RunState } from '../../../../src/state/run-state.ts';
import type { Invariant } from '../world.ts';

const { blocked, queued, running, retrying, done } = TaskStatus;

/** What a command that was taken has done is so when it answers; what it says is not a hope. */
export const commandsTakeEffect: Invariant = (world) => ({
  asked(command, answer) {
    if (!answer.ok || hasEffect(command, world.state)) return null;
    return `${JSON.stringify(command)} was taken, and is not so`;
  },
});

function hasEffect(command: Command, state: RunState): boolean {
  const { phase, agents, tasks, routes, info } = state;
  const none = (selection: TaskSelection, ...statuses: number[]) =>
    named(selection, tasks.size).every((task) => !statuses.includes(tasks.status[task]));
  switch (command.type) {
    case 'pause':
      return phase === 'PAUSING' || phase === 'PAUSED';
    case 'resume':
      return phase === 'RUNNING';
    case 'stop':
      return phase === (command.mode === 'now' ? 'STOPPING' : 'DRAINING');
    case 'concurrency':
      return typeof command.value !== 'number' || state.concurrency === command.value;
    case 'cancel':
      return none(command.selection, blocked, queued, running, retrying);
    case 'hold':
    case 'unhold':
      return named(command.selection, tasks.size).every(
        (task) =>
          tasks.status[task] !== blocked || state.paused.has(task) === (command.type === 'hold'),
      );
    case 'retry':
    case 'requeue':
      return none(command.selection, retrying);
    case 'priority':
      return named(command.selection, tasks.size).every(
        (task) => tasks.status[task] >= done || tasks.priority[task] === command.value,
      );
    case 'agents':
      return (
        agents.roleSize(info.roles.findIndex(({ name }) => name === command.role)) === command.value
      );
    case 'breaker': {
      const route = info.routes.findIndex(({ name }) => name === command.route);
      return routes[route].breaker === (command.action === 'trip' ? 'open' : 'closed');
    }
    default:
      return true;
  }
}

/** Tasks that a selection names one by one; what a query selects has changed with the command. */
function named(selection: TaskSelection, size: number): readonly number[] {
  // The plan may not have grown that far.
  return 'tasks' in selection ? selection.tasks.filter((task) => task < size) : [];
}

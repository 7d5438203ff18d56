import { TaskStatus } from '../../../../src/state/agent-state.ts';
import type { Invariant } from '../world.ts';

/** Every task ends exactly once: never twice, never asked for after its end, and all of them by the end of the run. */
export const oneEndEach: Invariant = (world) => {
  const { scenario } = world;
  const ended = new Uint8Array(scenario.tasks.size);
  const skipped = new Set<number>();
  let left = 0;
  const end = (task: number) => {
    left--;
    return ++ended[task] > 1 ? `task ${task} has ended twice` : null;
  };
  return {
    event(event) {
      switch (event.type) {
        case 'tasks.added':
        case 'plan.extended':
          left += event.count;
          return null;
        case 'tasks.skipped':
          for (const task of event.tasks) skipped.add(task);
          return event.tasks.map(end).find((wrong) => wrong !== null) ?? null;
        case 'tasks.blocked':
          // One that is in the queue may wait again too, which is no end that is taken back.
          for (const task of event.tasks)
            if (skipped.delete(task)) {
              left++;
              ended[task]--;
            }
          return null;
        case 'task.started':
        case 'task.retrying':
        case 'task.requeued':
          return ended[event.task] > 0 ? `task ${event.task}: ${event.type} after its end` : null;
        case 'task.finished':
        case 'task.failed':
        case 'task.poisoned':
        case 'task.cancelled':
          return end(event.task);
        case 'task.reopened':
          skipped.delete(event.task);
          left++;
          return --ended[event.task] < 0
            ? `task ${event.task} is reopened and had not ended`
            : null;
        default:
          return null;
      }
    },
    callBegun: ({ task }) => (ended[task] > 0 ? `task ${task} is called after its end` : null),
    ended({ phase }) {
      if (phase === 'DONE' && left > 0) return `the run is done, and ${left} tasks have not ended`;
      const { status } = world.state.tasks;
      for (let task = 0; task < world.state.tasks.size; task++)
        if (status[task] >= TaskStatus.done !== ended[task] > 0)
          return `task ${task} has ${ended[task] > 0 ? 'ended' : 'not ended'}, and its status says otherwise`;
      return null;
    },
  };
};

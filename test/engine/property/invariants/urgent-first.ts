import { TaskStatus } from '../../../../src/state/agent-state.ts';
import { handedOver } from '../handed-over.ts';
import { requeuedByHand } from '../requeued-by-hand.ts';
import type { Invariant } from '../world.ts';

/** What a waiting task needs: any agent of its role that is free, or its own agent, which is there. */
const anyAgent = 1;
const ownAgent = 2;

/**
 * Of the tasks that a role could send the most urgent goes first. The first task of a batch needs a
 * free agent; one that is queued again has its own. Those behind them in a batch could not go yet, and
 * those that were sent over another route by hand have a queue of their own.
 */
export const urgentFirst: Invariant = (world) => {
  const { work } = world.scenario;
  const { size, role, batch } = world.scenario.tasks;
  const needs = new Uint8Array(size);
  const apart = new Uint8Array(size);
  const isByHand = requeuedByHand();
  const priorityOf = (task: number) => world.state.tasks.priority[task];
  const isQueued = (task: number) => {
    const status = world.state.tasks.status[task];
    // Of a task that is being added nothing is known yet.
    return !(status >= TaskStatus.done || status === TaskStatus.blocked);
  };
  const queueAll = (size: number) => {
    let last = -1;
    for (let task = 0; task < size; task++) {
      if (!isQueued(task)) needs[task] = 0;
      else {
        const follows = last >= 0 && batch[last] === batch[task];
        needs[task] = follows && priorityOf(last) === priorityOf(task) ? 0 : anyAgent;
        last = task;
      }
    }
  };
  return {
    event(event) {
      const byHand = isByHand(event);
      switch (event.type) {
        case 'tasks.added':
        case 'run.resumed':
          // What waits for others has a place in the queue once it is released.
          if (event.type === 'run.resumed' || !event.blocked)
            queueAll(event.type === 'run.resumed' ? world.state.tasks.size : event.count);
          return null;
        case 'tasks.released':
          // The next one of a reader, or of a batch that was torn apart, may have an agent of its own.
          if (work !== null && work.kind !== 'chains')
            for (const task of event.tasks) needs[task] = anyAgent;
          return null;
        case 'tasks.paused':
        case 'tasks.blocked':
        case 'tasks.skipped':
          for (const task of event.tasks) needs[task] = 0;
          return null;
        case 'tasks.routed':
          for (const task of event.tasks) apart[task] = 1;
          return null;
        case 'task.retrying':
          // It goes on over another route, and queues for that.
          if (handedOver(event) !== null) apart[event.task] = 1;
          return null;
        case 'task.requeued':
          needs[event.task] = byHand ? 0 : ownAgent;
          return null;
        // Batches are cut anew: which task stands behind another is not known any more.
        case 'tuning.changed':
          for (let task = 0; task < size; task++) if (needs[task] === anyAgent) needs[task] = 0;
          return null;
        case 'task.failed':
        case 'task.poisoned':
        case 'task.cancelled':
          needs[event.task] = 0;
          return null;
        case 'task.started':
          break;
        default:
          return null;
      }
      const { task } = event;
      const agentIsFree = needs[task] === anyAgent;
      needs[task] = 0;
      // Where an agent may run out of money, its task waits for another one, which nobody says.
      if (apart[task] > 0 || world.rules.budget.agentNanoUsd !== null) return null;
      // What its workflow cannot pay now stands aside.
      if (world.plan.graph?.capped) return null;
      for (let other = 0; other < size; other++) {
        const ready = needs[other] === ownAgent || (agentIsFree && needs[other] === anyAgent);
        const before = ready && role[other] === role[task] && apart[other] === 0;
        if (before && priorityOf(other) > priorityOf(task))
          return `task ${task} of priority ${priorityOf(task)} goes before task ${other} of ${priorityOf(other)}`;
      }
      return null;
    },
  };
};

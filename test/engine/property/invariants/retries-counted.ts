import { handedOver } from '../handed-over.ts';
import { requeuedByHand } from '../requeued-by-hand.ts';
import type { Invariant } from '../world.ts';

/**
 * A task is tried as often as its retries allow, and not before its back-off is over. To be handed to
 * another route by one that refuses it is no retry, and a probe that fails is not the task's failure.
 */
export const retriesCounted: Invariant = (world) => {
  const { scenario } = world;
  /** Failed tries since the task began, or was cut and begins anew. */
  const failures = new Uint16Array(scenario.tasks.size);
  const isByHand = requeuedByHand();
  /** By task, of its call under way. */
  const probes = new Uint8Array(scenario.tasks.size);
  const isUp = scenario.routes.map(() => true);
  const notBeforeT = new Float64Array(scenario.tasks.size);
  return {
    event(event) {
      if (isByHand(event) && event.type === 'task.requeued') failures[event.task] = 0;
      switch (event.type) {
        case 'run.resumed':
          failures.fill(0);
          notBeforeT.fill(0);
          isUp.fill(true);
          return null;
        case 'command.accepted':
          // By hand a next try is made at once.
          if (/^(retry|route|requeue) /.test(event.command)) notBeforeT.fill(0);
          return null;
        case 'task.reopened':
          failures[event.task] = 0;
          notBeforeT[event.task] = 0;
          return null;
        case 'breaker.changed':
          isUp[event.route] = event.to === 'closed';
          return null;
        case 'task.retrying':
          notBeforeT[event.task] = event.t + event.waitMs;
          if (handedOver(event) !== null && failures[event.task] > 0) failures[event.task]--;
          return null;
        case 'task.started':
          // Waits are told in whole ms, and a timer may come one early.
          if (event.t >= notBeforeT[event.task] - 2) return null;
          return `task ${event.task} goes at ${event.t} ms, it was to wait until ${notBeforeT[event.task]} ms`;
        default:
          return null;
      }
    },
    callBegun({ task, route }) {
      probes[task] = isUp[route] ? 0 : 1;
      const most = world.plan.graph?.limitsOf(task)?.retries ?? world.rules.retries;
      if (failures[task] <= most) return null;
      return `task ${task} has failed ${failures[task]} times and is tried again, ${most} retries are allowed`;
    },
    callEnded({ task, end }) {
      if (end === 'cancelled') failures[task] = 0;
      else if (end !== 'answered' && probes[task] === 0) failures[task]++;
      return null;
    },
  };
};

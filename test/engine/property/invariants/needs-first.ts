import type { RunEvent } from '../../../../src/state/events.ts';
import { EndBook } from '../work/end-book.ts';
import type { Invariant } from '../world.ts';

/**
 * A task goes into the queue when all that it needs has ended and a crash could not undo that, and from
 * the queue alone it is called: not while it waits for others, is skipped, dropped or held back.
 */
export const needsFirst: Invariant = (world) => {
  const { work } = world.scenario;
  const book = new EndBook();
  const free = new Set<number>();
  const held = new Set<number>();
  /** Tasks that were taken up once more, and are looked at when it is said what follows from that. */
  const reopened = new Set<number>();
  /** What was due stays so, though a task that it needed is done once more. */
  const wasHeld = new Set<number>();
  const endedOnce = new Set<number>();
  const lacking = (task: number): string | null => {
    for (const need of work?.needs(task, world.plan) ?? []) {
      const wasDue = wasHeld.has(task) || work?.isUnderWay(task, world.plan, book);
      if (wasDue && endedOnce.has(need)) continue;
      const end = book.ends.get(need);
      // What is skipped follows from ends that are durable, and does so once more after a crash.
      if (end?.status === 'skipped') continue;
      if (end !== undefined && end.seq <= world.durableSeq()) continue;
      const is = end === undefined ? 'not ended' : 'an end that is not durable';
      return `task ${task} is in the queue, and task ${need}, which it needs, has ${is}`;
    }
    return null;
  };
  const look = () => {
    const wrong = [...reopened].filter((task) => free.has(task)).map(lacking);
    reopened.clear();
    return wrong.find((words) => words !== null) ?? null;
  };
  return {
    event(event) {
      book.note(event);
      for (const task of endedIn(event)) endedOnce.add(task);
      switch (event.type) {
        case 'tasks.added':
          if (!event.blocked) for (let task = 0; task < event.count; task++) free.add(task);
          return null;
        case 'tasks.released': {
          const kept = event.tasks.find((task) => held.has(task));
          if (kept !== undefined) return `task ${kept} is in the queue, and it is held back`;
          for (const task of event.tasks) free.add(task);
          return event.tasks.map(lacking).find((words) => words !== null) ?? null;
        }
        case 'task.reopened':
          free.add(event.task);
          held.delete(event.task);
          wasHeld.delete(event.task);
          reopened.add(event.task);
          return null;
        case 'tasks.paused':
          for (const task of event.tasks) {
            held.add(task);
            wasHeld.add(task);
            free.delete(task);
          }
          return null;
        case 'tasks.resumed':
          for (const task of event.tasks) held.delete(task);
          return null;
        case 'tasks.skipped':
        case 'tasks.blocked':
          for (const task of event.tasks) {
            free.delete(task);
            wasHeld.delete(task);
          }
          return null;
        case 'task.finished':
        case 'task.failed':
        case 'task.poisoned':
        case 'task.cancelled':
          free.delete(event.task);
          return null;
        case 'run.resumed':
          held.clear();
          return null;
        case 'run.phase':
          return look();
        default:
          return null;
      }
    },
    callBegun({ task }) {
      if (free.has(task)) return null;
      const is = held.has(task) ? 'held back' : (book.ends.get(task)?.status ?? 'waiting');
      return `task ${task} is called, and it is ${is}`;
    },
    asked: look,
  };
};

function endedIn(event: RunEvent): readonly number[] {
  switch (event.type) {
    case 'task.finished':
    case 'task.failed':
    case 'task.poisoned':
    case 'task.cancelled':
      return [event.task];
    case 'tasks.skipped':
      return event.tasks;
    default:
      return [];
  }
}

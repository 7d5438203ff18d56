import type { PlanPast } from '../../../../src/plan/unfolding.ts';
import type { RunEvent } from '../../../../src/state/events.ts';

/** How a task ended; `off` where nobody needed it, so that it is no failure. */
export interface NotedEnd {
  readonly status: 'done' | 'failed' | 'poison' | 'cancelled' | 'skipped';
  readonly off: boolean;
  /** Number of the event. */
  readonly seq: number;
  readonly text: string;
}

/** How the tasks of a run stand, as its events say. */
export class EndBook {
  readonly ends = new Map<number, NotedEnd>();
  /** Tasks that were in the queue once. */
  readonly released = new Set<number>();

  note(event: RunEvent): void {
    const { seq } = event;
    switch (event.type) {
      case 'tasks.released':
        for (const task of event.tasks) this.released.add(task);
        break;
      case 'task.finished':
        this.ends.set(event.task, { status: 'done', off: false, seq, text: event.text });
        break;
      case 'task.failed':
        this.ends.set(event.task, { status: 'failed', off: false, seq, text: '' });
        break;
      case 'task.poisoned':
        this.ends.set(event.task, { status: 'poison', off: false, seq, text: '' });
        break;
      case 'task.cancelled': {
        const off = event.unneeded ?? false;
        this.ends.set(event.task, { status: 'cancelled', off, seq, text: '' });
        break;
      }
      case 'tasks.skipped': {
        const off = event.unneeded ?? false;
        for (const task of event.tasks)
          this.ends.set(task, { status: 'skipped', off, seq, text: '' });
        break;
      }
      case 'task.reopened':
        this.ends.delete(event.task);
        break;
      case 'tasks.blocked':
        for (const task of event.tasks) this.ends.delete(task);
    }
  }

  /** As the store gives it to the next session. */
  past(events: readonly RunEvent[]): PlanPast {
    const ends = [...this.ends].map(([task, { status, seq }]) => ({ task, status, seq }));
    ends.sort((a, b) => a.seq - b.seq || a.task - b.task);
    const additions = events.flatMap((event) => {
      if (event.type !== 'plan.extended') return [];
      const { by, first, count } = event;
      return [{ by, first, count }];
    });
    return { ends: ends.map(({ task, status }) => ({ task, status })), additions };
  }
}

export function endsOf(events: readonly RunEvent[]): EndBook {
  const book = new EndBook();
  for (const event of events) book.note(event);
  return book;
}

import type { RunEvent } from './events.ts';

const capacity = 500;
const tooMany = new Set([
  'task.started',
  'call.sent',
  'call.stage',
  'call.streaming',
  'task.finished',
  'task.requeued',
  'tasks.added',
  'sample',
  'gate.released',
]);

/** An event, and how many of its kind came one after the other, of which it is the last. */
export interface Notable {
  readonly event: RunEvent;
  readonly times: number;
}

/** The events that an operator reads in a log, the last 500 of them; the rest is in the store. */
export class NotableEvents {
  private readonly ring: { event: RunEvent; times: number }[] = [];
  /** Events kept so far, those that have gone from the ring included. */
  count = 0;

  add(event: RunEvent): void {
    if (tooMany.has(event.type)) return;
    const last = this.count === 0 ? undefined : this.ring[(this.count - 1) % capacity];
    // One command can end thousands of tasks: all that came before it would be gone.
    if (last !== undefined && isOneOfMany(event, last.event)) {
      last.event = event;
      last.times++;
      return;
    }
    this.ring[this.count % capacity] = { event, times: 1 };
    this.count++;
  }

  /** The last `length` of them, newest first. */
  newest(length: number): Notable[] {
    const out: Notable[] = [];
    const kept = Math.min(length, this.count, capacity);
    for (let back = 1; back <= kept; back++) out.push(this.ring[(this.count - back) % capacity]);
    return out;
  }
}

function isOneOfMany(event: RunEvent, last: RunEvent): boolean {
  if (event.type === 'task.cancelled')
    return last.type === 'task.cancelled' && last.reason === event.reason;
  return event.type === 'task.reopened' && last.type === 'task.reopened' && last.by === event.by;
}

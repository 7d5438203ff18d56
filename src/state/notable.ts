import type { RunEvent } from './events.ts';

const capacity = 500;
const tooMany = new Set([
  'task.started',
  'call.sent',
  'call.streaming',
  'task.finished',
  'task.requeued',
  'tasks.added',
  'sample',
  'gate.released',
]);

/** The events that an operator reads in a log, the last 500 of them; the rest is in the store. */
export class NotableEvents {
  private readonly ring: RunEvent[] = [];
  /** Events kept so far, those that have gone from the ring included. */
  count = 0;

  add(event: RunEvent): void {
    if (tooMany.has(event.type)) return;
    this.ring[this.count % capacity] = event;
    this.count++;
  }

  /** The last `length` of them, newest first. */
  newest(length: number): RunEvent[] {
    const out: RunEvent[] = [];
    const kept = Math.min(length, this.count, capacity);
    for (let back = 1; back <= kept; back++) out.push(this.ring[(this.count - back) % capacity]);
    return out;
  }
}

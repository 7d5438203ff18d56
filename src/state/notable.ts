import type { RunEvent } from './events.ts';

/** What of them is kept, and no more can be looked through. */
export const keptEvents = 2_000;
const tooMany = new Set([
  'task.started',
  'call.sent',
  'call.stage',
  'call.streaming',
  'task.finished',
  'task.requeued',
  'turn.finished',
  'program.started',
  'tool.started',
  'tasks.added',
  'tasks.released',
  'sample',
  'gate.released',
  'route.checked',
  // The gate that holds the route for it says the same.
  'model.loading',
  'model.timed',
]);

/** Characters of what a tool said that are kept. */
const longestText = 500;

/** An event, and how many of its kind came one after the other, of which it is the last. */
export interface Notable {
  /** Its place among all there were, which it keeps. */
  readonly index: number;
  readonly event: RunEvent;
  readonly times: number;
}

/** The events that an operator reads in a log, the last 2,000 of them; the rest is in the store. */
export class NotableEvents {
  private readonly ring: { index: number; event: RunEvent; times: number }[] = [];
  /** Events kept so far, those that have gone from the ring included. */
  count = 0;

  add(added: RunEvent): void {
    let event = added;
    if (tooMany.has(event.type)) return;
    if (event.type === 'tool.finished') {
      if (event.failure === null) return;
      // 2,000 results of a megabyte each are not to be kept for it.
      event = { ...event, text: event.text.slice(0, longestText) };
    }
    const last = this.count === 0 ? undefined : this.ring[(this.count - 1) % keptEvents];
    // One command can end thousands of tasks: all that came before it would be gone.
    if (last !== undefined && isOneOfMany(event, last.event)) {
      last.event = event;
      last.times++;
      return;
    }
    this.ring[this.count % keptEvents] = { index: this.count, event, times: 1 };
    this.count++;
  }

  /**
   * The last `length` of them, newest first.
   *
   * @param end leaves out those whose place is this one or a later one
   */
  newest(length: number, end = this.count): Notable[] {
    const out: Notable[] = [];
    const first = Math.max(0, this.count - keptEvents, end - length);
    for (let at = end - 1; at >= first; at--) out.push(this.ring[at % keptEvents]);
    return out;
  }
}

function isOneOfMany(event: RunEvent, last: RunEvent): boolean {
  if (event.type === 'task.cancelled')
    return last.type === 'task.cancelled' && last.reason === event.reason;
  // A hundred workflows have a list each.
  if (event.type === 'plan.extended') return last.type === 'plan.extended';
  if (event.type === 'task.cached') return last.type === 'task.cached' && last.run === event.run;
  if (event.type === 'model.pulling')
    return last.type === 'model.pulling' && last.route === event.route;
  return event.type === 'task.reopened' && last.type === 'task.reopened' && last.by === event.by;
}

import type { EventOf, RunEvent } from '../../src/state/events.ts';
import type { Notable } from '../../src/state/notable.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { type LogEntry, logEntry } from './log-words.ts';

/** A line of the log, and what it is of. */
export interface LogLine extends LogEntry {
  /** The place among all events of the oldest one that it stands for: newer ones do not change it. */
  readonly number: number;
  /** The newest of its events. */
  readonly event: RunEvent;
}

/** Events looked through for a screen of lines: repeated ones fold into one. */
export const lookBack = 400;
/** The events of one change of tuning are no further apart. */
const atOnceMs = 20;

/**
 * The newest lines of the log, newest first. Events of one kind in a row become one line, so that an
 * outage of 500 agents does not push everything else out, and so do those of one change of tuning.
 *
 * @param operator whose commands are shown as `you`
 * @param events those to tell of, newest first; the last ones when left out
 */
export function logEntries(
  snapshot: RunSnapshot,
  operator: string,
  rows: number,
  events: readonly Notable[] = snapshot.notable.newest(lookBack),
): LogLine[] {
  const out: LogLine[] = [];
  /** A change of tuning whose parts have events of their own, which come before it. */
  let told: EventOf<'tuning.changed'> | null = null;
  for (let i = 0; i < events.length && out.length < rows; i++) {
    const { event } = events[i];
    let same = events[i].times;
    while (i + 1 < events.length && isSameKind(event, events[i + 1].event))
      same += events[++i].times;
    if (event.type === 'tuning.changed') told = saysMore(event) ? event : null;
    else if (event.type === 'command.accepted') told = null;
    if (isHidden(event, told)) continue;
    const entry = logEntry(event, { snapshot, operator, same, oldest: events[i].event });
    if (entry !== null) out.push({ ...entry, number: events[i].index, event });
  }
  return out;
}

function isSameKind(a: RunEvent, b: Notable['event']): boolean {
  if (a.type !== b.type) return false;
  if (a.type === 'task.retrying' && b.type === 'task.retrying')
    return a.class === b.class && a.route === b.route;
  if (a.type === 'task.failed' && b.type === 'task.failed')
    return a.class === b.class && a.route === b.route;
  if (a.type === 'task.poisoned' && b.type === 'task.poisoned') return a.signature === b.signature;
  if (a.type === 'limit.adapted' && b.type === 'limit.adapted')
    return a.route === b.route && a.reason === b.reason;
  if (a.type === 'turn.failed' && b.type === 'turn.failed')
    return a.class === b.class && a.route === b.route;
  if (a.type === 'program.warned' && b.type === 'program.warned') return a.message === b.message;
  if (a.type === 'tool.asked' && b.type === 'tool.asked') return a.tool === b.tool;
  if (a.type === 'tool.answered' && b.type === 'tool.answered')
    return a.tool === b.tool && a.allowed === b.allowed && a.by === b.by;
  if (a.type === 'tool.finished' && b.type === 'tool.finished')
    return a.tool === b.tool && a.failure === b.failure;
  if (a.type === 'plan.extended' && b.type === 'plan.extended') return true;
  if (a.type === 'task.cached' && b.type === 'task.cached') return a.run === b.run;
  if (a.type === 'task.reopened' && b.type === 'task.reopened') return a.by === b.by;
  return a.type === 'task.cancelled' && b.type === 'task.cancelled' && a.reason === b.reason;
}

/** What is changed most has events of its own, in better words. */
const ownEvents = /^(?:agents\.|budget\.|concurrency$)/;

/** Whether the change is told as a whole: it is that of a preset, or of more than has its own events. */
function saysMore({ preset, changes }: EventOf<'tuning.changed'>): boolean {
  if (preset !== null || changes.length === 0) return true;
  return changes.some(({ field, from, to }) => {
    if (!ownEvents.test(field)) return true;
    // That the concurrency adapts from now on its event does not say.
    return field === 'concurrency' && !(isNumber(from) && isNumber(to));
  });
}

function isNumber(value: unknown): boolean {
  return /^\d+$/.test(String(value));
}

/** Words of commands whose effect has an event that says more. */
const saidBetter = /^(?:concurrency|agents|set|preset|route|priority|allow|refuse) /;

function isHidden(event: RunEvent, told: EventOf<'tuning.changed'> | null): boolean {
  switch (event.type) {
    case 'tuning.changed':
      return told === null;
    case 'concurrency.changed':
    case 'agents.changed':
    case 'budget.changed':
      return told !== null && told.by === event.by && told.t - event.t < atOnceMs;
    case 'command.accepted':
      return saidBetter.test(event.command);
    default:
      return false;
  }
}

import type { Notable } from '../../src/state/notable.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { logEntries } from '../panes/log-entries.ts';
import type { LogEntry } from '../panes/log-words.ts';
import { moment } from '../parts/format.ts';
import { sentence } from './spoken.ts';

/** What a line of the log says, in a sentence. */
export function entrySentence({ who, what, rest }: LogEntry, operator: string): string {
  if (who === 'stopped')
    return sentence(`${who}: ${what.replace(/(acknowledged|closed) /g, '$1 after ')}`);
  if (who !== 'run') return sentence(`${who}: ${what}${rest}`);
  // Of the run itself the state is said, and not who has it.
  const state = what.toLowerCase();
  const reason = byYou(rest.replace(/^ · /, ''), operator);
  return sentence(reason.startsWith(state) ? reason : `${state}${rest && `, ${reason}`}`);
}

/** A reason that names who asked, said to whoever that is. */
export function byYou(reason: string, operator: string): string {
  return reason.endsWith(` by ${operator}`) ? `${reason.slice(0, -operator.length)}you` : reason;
}

/** Events as the log tells them, the oldest first. */
export function eventSentences(
  snapshot: RunSnapshot,
  operator: string,
  events: readonly Notable[],
): string[] {
  return logEntries(snapshot, operator, events.length, events)
    .map((entry) => entrySentence(entry, operator))
    .reverse();
}

/** The last lines of the log with their times, the newest last: that is where a reader stands. */
export function logSentences(snapshot: RunSnapshot, operator: string, lines: number): string[] {
  const entries = logEntries(snapshot, operator, lines).reverse();
  if (entries.length === 0) return ['Nothing has happened yet.'];
  return entries.map((entry) => `${moment(entry.t)}, ${entrySentence(entry, operator)}`);
}

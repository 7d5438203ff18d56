import { keptEvents } from '../../src/state/notable.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { type Filter, isKept } from '../filter/filter.ts';
import { Tone } from '../painter/style.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { type LogLine, logEntries, lookBack } from './log-entries.ts';
import type { LogView } from './log-view.ts';

/** What a page of the log is made from besides the run. */
export interface LogWish {
  readonly view: LogView;
  readonly filter: Filter | undefined;
  /** Whose commands are shown as `you`. */
  readonly operator: string;
}

/** The part of the log that a window shows. */
export interface LogPage {
  /** Newest first. */
  readonly lines: readonly LogLine[];
  /** Row of the line that the cursor is on. */
  readonly row: number;
  /** Lines of which these are a part, and all there would be without a filter. */
  readonly shown: number;
  readonly all: number;
  /** Events since it was frozen. */
  readonly fresh: number;
}

/** The newest lines, or those around the cursor once it has left the newest one. */
export function logPage(snapshot: RunSnapshot, wish: LogWish, rows: number): LogPage {
  const { view } = wish;
  const { notable } = snapshot;
  const end = view.frozenAt ?? notable.count;
  const fresh = notable.count - end;
  const plain = wish.filter === undefined && !view.errorsOnly;
  if (plain && view.cursor === null) {
    const events = notable.newest(lookBack, end);
    const lines = logEntries(snapshot, wish.operator, rows, events);
    return { lines, row: 0, shown: lines.length, all: lines.length, fresh };
  }
  const { lines, all } = logLines(snapshot, wish);
  const at = placeOf(lines, view.cursor);
  const top = Math.max(0, Math.min(at - Math.min(view.row, rows - 1), lines.length - rows));
  return { lines: lines.slice(top, top + rows), row: at - top, shown: lines.length, all, fresh };
}

/** All lines that are kept, newest first, and how many there are without a filter. */
export function logLines(
  snapshot: RunSnapshot,
  { view, filter, operator }: LogWish,
): { readonly lines: readonly LogLine[]; readonly all: number } {
  const { notable } = snapshot;
  const events = notable.newest(keptEvents, view.frozenAt ?? notable.count);
  const told = logEntries(snapshot, operator, events.length, events);
  const all = view.errorsOnly ? told.filter(isError) : told;
  const lines = all.filter(({ who, what, rest }) =>
    isKept(filter, oneLine(`${who} ${what}${rest}`)),
  );
  return { lines, all: all.length };
}

function isError({ style }: LogLine): boolean {
  return style === Tone.bad || style === Tone.warn;
}

/** The line with this number or, where it is not shown, the next older one; the newest for null. */
export function placeOf(lines: readonly LogLine[], number: number | null): number {
  if (number === null) return 0;
  const at = lines.findIndex((line) => line.number <= number);
  return at < 0 ? Math.max(0, lines.length - 1) : at;
}

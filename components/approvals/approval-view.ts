import type { AskedCall } from '../../src/state/asked-calls.ts';
import { argumentsLines } from '../../src/state/tool-arguments.ts';
import { WrappedText } from '../agent/wrapped-text.ts';

/** A call of a tool as it is looked at before it is allowed or refused. */
export interface ApprovalView {
  readonly call: AskedCall;
  /** Since when it is on the screen, on the clock of `performance.now()`. */
  readonly sinceMs: number;
  /** First line of its arguments that is shown. */
  readonly top: number;
  /** Lines of them that were to be seen, from the first on; of another width they are others. */
  readonly seen: number;
  readonly columns: number;
}

/** What of the arguments is shown in a terminal of a size. */
export interface ApprovalLayout {
  readonly lines: readonly string[];
  readonly top: number;
  /** Rows that there are for them. */
  readonly room: number;
  /** Lines that have been to be seen, from the first on. */
  readonly seen: number;
}

/** Rows besides the arguments: the title, what it is of, what is hidden, four choices, a blank row. */
const others = 8;
/** Rows of the footer, at most. */
const footer = 2;
const margin = 4;

export function approvalLayout(
  { call, top, seen, columns: seenIn }: ApprovalView,
  columns: number,
  rows: number,
): ApprovalLayout {
  const text = new WrappedText(true);
  text.set(argumentsLines(call.arguments));
  const count = text.rowCount(Math.max(1, columns - margin));
  const lines = Array.from({ length: count }, (_, row) => text.row(row));
  const room = Math.max(1, Math.min(count, rows - others - footer));
  const first = Math.max(0, Math.min(top, count - room));
  const before = seenIn === columns ? seen : 0;
  return { lines, top: first, room, seen: Math.max(before, first + room) };
}

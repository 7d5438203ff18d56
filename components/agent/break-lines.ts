import { codePointWidth, graphemes, graphemeWidth } from '../terminal/display-width.ts';

const blank = 0x20;
/** Joiners, emoji presentation, skin tones and flags: several code points that are shown as one character. */
const joined = /[\u200d\ufe0f]|\ud83c[\udde6-\uddff\udffb-\udfff]/;

/**
 * Breaks the lines of a text into rows of at most so many columns, between words where that can be and
 * between wide characters. A blank at which a row ends is in none of them.
 *
 * @param text as `safeLines` gives it
 * @param from where a line begins
 * @param anywhere breaks where a row is full, and keeps every character: for what is no prose
 * @param rows gets the first and the last index (not included) of every row
 */
export function breakLines(
  text: string,
  from: number,
  width: number,
  anywhere: boolean,
  rows: number[],
): void {
  const columns = Math.max(2, width);
  for (let at = from; ; ) {
    const end = text.indexOf('\n', at);
    const to = end < 0 ? text.length : end;
    breakLine(text, at, to, columns, anywhere, rows);
    if (end < 0) return;
    at = end + 1;
  }
}

function breakLine(
  text: string,
  from: number,
  to: number,
  columns: number,
  anywhere: boolean,
  rows: number[],
): void {
  if (to - from <= columns && isNarrow(text, from, to)) {
    rows.push(from, to);
    return;
  }
  const line = new Row(from, columns, anywhere, rows);
  const part = text.slice(from, to);
  if (joined.test(part)) {
    let at = from;
    for (const grapheme of graphemes(part)) {
      line.put(at, graphemeWidth(grapheme), grapheme === ' ');
      at += grapheme.length;
    }
  } else
    for (let at = from; at < to; ) {
      const unit = text.charCodeAt(at);
      if (unit < 0x300) {
        line.put(at, 1, unit === blank);
        at++;
        continue;
      }
      const code = text.codePointAt(at) ?? 0;
      line.put(at, codePointWidth(code), false);
      at += code > 0xffff ? 2 : 1;
    }
  rows.push(line.start, to);
}

function isNarrow(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (text.charCodeAt(at) >= 0x300) return false;
  return true;
}

/** The row that is being filled. */
class Row {
  start: number;
  private readonly columns: number;
  private readonly anywhere: boolean;
  private readonly rows: number[];
  private column = 0;
  /** Where the row can end, where the next would begin then, and the column there. */
  private end = -1;
  private next = -1;
  private nextColumn = 0;
  private afterBlank = true;

  constructor(start: number, columns: number, anywhere: boolean, rows: number[]) {
    this.start = start;
    this.columns = columns;
    this.anywhere = anywhere;
    this.rows = rows;
  }

  put(at: number, width: number, isBlank: boolean): void {
    if (!this.anywhere) {
      if (isBlank) return this.putBlank(at);
      if (width === 2 && at > this.start && !this.afterBlank) this.canEnd(at, at);
    }
    if (this.column + width > this.columns) this.break(at, width);
    this.column += width;
    this.afterBlank = false;
  }

  /** Blanks stay together, and those that a line begins with are no place to end it. */
  private putBlank(at: number): void {
    const goesOn = this.afterBlank;
    this.afterBlank = true;
    if (this.column >= this.columns) {
      this.rows.push(this.start, goesOn && this.end > this.start ? this.end : at);
      this.begin(at + 1, 0);
      return;
    }
    this.column++;
    if (!goesOn) this.canEnd(at, at + 1);
    else if (this.end >= 0) this.canEnd(this.end, at + 1);
  }

  private canEnd(end: number, next: number): void {
    this.end = end;
    this.next = next;
    this.nextColumn = this.column;
  }

  private break(at: number, width: number): void {
    if (this.end > this.start) {
      this.rows.push(this.start, this.end);
      this.begin(this.next, this.column - this.nextColumn);
      if (this.column + width <= this.columns) return;
    }
    if (at === this.start) return;
    this.rows.push(this.start, at);
    this.begin(at, 0);
  }

  private begin(start: number, column: number): void {
    this.start = start;
    this.column = column;
    this.end = -1;
  }
}

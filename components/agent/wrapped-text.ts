import { safeLines } from '../terminal/sanitize.ts';
import { breakLines } from './break-lines.ts';

/**
 * A text as rows of a width. It is made safe and broken when its rows are asked for, and again only
 * where it or the width has changed; of one that has grown, its last line alone. Rows are cut out of
 * it one by one, so that a megabyte is no more to draw than a line.
 */
export class WrappedText {
  private readonly anywhere: boolean;
  private raw = '';
  private safe = '';
  private width = 0;
  /** First and last index of each row. */
  private cuts: number[] = [];
  /** Where the last line begins in the given text and in the safe one, and how many rows stand before it. */
  private last = { raw: 0, safe: 0, rows: 0 };
  private stale = true;

  /** @param anywhere its rows end where they are full, not between words */
  constructor(anywhere = false) {
    this.anywhere = anywhere;
  }

  set(raw: string): void {
    if (raw === this.raw) return;
    if (!raw.startsWith(this.raw) || this.stale) this.begin();
    this.raw = raw;
    this.stale = true;
  }

  get characters(): number {
    return this.raw.length;
  }

  /** The text as it may be shown. */
  get text(): string {
    return this.raw === '' ? '' : safeLines(this.raw);
  }

  /** How many rows it takes; none where it is empty. */
  rowCount(width: number): number {
    if (this.raw === '') return 0;
    if (width !== this.width) {
      this.width = width;
      this.begin();
      this.stale = true;
    }
    if (this.stale) this.wrap();
    return this.cuts.length >> 1;
  }

  /** A row of the width that was counted for last. */
  row(index: number): string {
    return this.safe.slice(this.cuts[2 * index], this.cuts[2 * index + 1]);
  }

  private begin(): void {
    this.last = { raw: 0, safe: 0, rows: 0 };
  }

  private wrap(): void {
    const { last, raw, cuts } = this;
    this.safe = this.safe.slice(0, last.safe) + safeLines(raw.slice(last.raw));
    cuts.length = 2 * last.rows;
    breakLines(this.safe, last.safe, this.width, this.anywhere, cuts);
    this.stale = false;
    const rawLine = lastLine(raw);
    const safeLine = this.safe.lastIndexOf('\n') + 1;
    // A carriage return at the very end may be half of a line break: its line is looked at again.
    if (raw.endsWith('\r') || safeLine === 0) return;
    let rows = cuts.length >> 1;
    while (rows > 0 && cuts[2 * rows - 2] >= safeLine) rows--;
    this.last = { raw: rawLine, safe: safeLine, rows };
  }
}

/** Where the last line begins, whichever way lines end in it. */
function lastLine(text: string): number {
  for (let at = text.length; at > 0; at--) if (isLineBreak(text.charCodeAt(at - 1))) return at;
  return 0;
}

function isLineBreak(unit: number): boolean {
  return (unit >= 0x0a && unit <= 0x0d) || unit === 0x85 || unit === 0x2028 || unit === 0x2029;
}

import {
  codePointWidth,
  displayWidth,
  graphemeReach,
  graphemes,
  graphemeWidth,
  isSimple,
} from '../terminal/display-width.ts';
import { blank, type CellBuffer, rightHalf } from './cell-buffer.ts';
import { glyphTable, isCluster } from './glyph-table.ts';
import type { Segment } from './style.ts';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const ellipsis = '…'.codePointAt(0) ?? 0x2e;

/**
 * A window onto a buffer that rows are drawn into. Coordinates are its own, and nothing reaches
 * outside it; a control character is never put into a cell.
 */
export class CellView {
  readonly columns: number;
  readonly rows: number;
  protected readonly buffer: CellBuffer;
  protected readonly left: number;
  protected readonly top: number;

  /** @param rectangle cut to what the buffer has; the whole buffer when left out */
  constructor(buffer: CellBuffer, rectangle?: Rectangle) {
    const { x, y, width, height } = rectangle ?? {
      x: 0,
      y: 0,
      width: buffer.columns,
      height: buffer.rows,
    };
    this.buffer = buffer;
    this.left = Math.max(0, x);
    this.top = Math.max(0, y);
    this.columns = Math.max(0, Math.min(width, buffer.columns - this.left));
    this.rows = Math.max(0, Math.min(height, buffer.rows - this.top));
  }

  /** A window inside this one. */
  inner(x: number, y: number, width: number, height: number): CellView {
    return new CellView(this.buffer, this.within(x, y, width, height));
  }

  /** A rectangle of this view as one of the buffer. */
  protected within(x: number, y: number, width: number, height: number): Rectangle {
    return {
      x: this.left + x,
      y: this.top + y,
      width: Math.min(width, this.columns - x),
      height: Math.min(height, this.rows - y),
    };
  }

  clear(): void {
    for (let y = 0; y < this.rows; y++) {
      const start = (this.top + y) * this.buffer.columns + this.left;
      this.buffer.glyphs.fill(blank, start, start + this.columns);
      this.buffer.styles.fill(0, start, start + this.columns);
    }
  }

  /** One narrow character, by its code point. */
  put(x: number, y: number, code: number, style: number): void {
    this.set(x, y, code < 0x20 || (code >= 0x7f && code < 0xa0) ? blank : code, style);
  }

  /** The same narrow character `count` times. */
  repeat(x: number, y: number, code: number, count: number, style: number): void {
    for (let i = 0; i < count; i++) this.put(x + i, y, code, style);
  }

  /**
   * Text from `x` on, in at most `limit` columns; what does not fit ends in an ellipsis.
   *
   * @returns the column after the last one written
   */
  text(x: number, y: number, text: string, style: number, limit = this.columns - x): number {
    const end = Math.min(x + limit, this.columns);
    if (x >= end) return x;
    if (isSimple(text)) {
      const stop = x + text.length;
      for (let i = 0, at = x; i < text.length && at < end; i++, at++)
        this.put(at, y, text.charCodeAt(i), style);
      if (stop <= end) return stop;
      this.put(end - 1, y, ellipsis, style);
      return end;
    }
    return this.clusters(x, y, text, style, end);
  }

  /** Text that ends before column `end`. Returns its first column. */
  textRight(end: number, y: number, text: string, style: number): number {
    const start = Math.max(0, end - displayWidth(text));
    this.text(start, y, text, style, end - start);
    return start;
  }

  segments(x: number, y: number, segments: readonly Segment[], limit = this.columns - x): number {
    const end = Math.min(x + limit, this.columns);
    let at = x;
    for (const [text, style] of segments) {
      if (at >= end) break;
      at = this.text(at, y, text, style, end - at);
    }
    return at;
  }

  segmentsRight(end: number, y: number, segments: readonly Segment[]): number {
    const start = Math.max(0, end - segmentsWidth(segments));
    this.segments(start, y, segments, end - start);
    return start;
  }

  private clusters(x: number, y: number, text: string, style: number, end: number): number {
    let at = x;
    for (const grapheme of graphemes(text)) {
      let code = glyphTable.code(grapheme);
      const width = isCluster(code) ? graphemeWidth(grapheme) : codePointWidth(code);
      if (width === 0) continue;
      // Some terminals draw its parts one by one, and outside of this view nobody would mend that.
      if (isCluster(code) && at + graphemeReach(grapheme) > this.columns)
        code = grapheme.codePointAt(0) ?? blank;
      if (at + width > end) {
        this.put(end - 1, y, ellipsis, style);
        return end;
      }
      this.put(at, y, code, style);
      if (width === 2) this.set(at + 1, y, rightHalf, style);
      at += width;
    }
    return at;
  }

  /** A wide character that loses one of its halves loses the other: the terminal would do it too. */
  private set(x: number, y: number, code: number, style: number): void {
    if (x < 0 || y < 0 || x >= this.columns || y >= this.rows) return;
    const { glyphs, styles, columns } = this.buffer;
    const cell = (this.top + y) * columns + this.left + x;
    if (x > 0 && code !== rightHalf && glyphs[cell] === rightHalf) glyphs[cell - 1] = blank;
    if (x + 1 < this.columns && glyphs[cell + 1] === rightHalf) glyphs[cell + 1] = blank;
    glyphs[cell] = code;
    styles[cell] = style;
  }
}

export function segmentsWidth(segments: readonly Segment[]): number {
  let width = 0;
  for (const [text] of segments) width += displayWidth(text);
  return width;
}

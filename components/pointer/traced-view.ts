import { CellBuffer } from '../painter/cell-buffer.ts';
import { CellView, type Rectangle } from '../painter/cell-view.ts';
import type { Segment } from '../painter/style.ts';

type Line = readonly Segment[];

/** A line that was drawn, and where. */
interface DrawnLine {
  readonly line: Line;
  readonly x: number;
  readonly y: number;
  readonly end: number;
}

/**
 * A view that nobody sees: remembers which line was drawn where. What is drawn from lines can so be
 * asked what stands at a cell, without a second account of how it is laid out.
 */
export class TracedView extends CellView {
  private readonly drawn: DrawnLine[];

  constructor(columns: number, rows: number);
  constructor(buffer: CellBuffer, rectangle: Rectangle, drawn: DrawnLine[]);
  constructor(first: number | CellBuffer, second: number | Rectangle, drawn: DrawnLine[] = []) {
    if (typeof first === 'number')
      super(new CellBuffer(first, typeof second === 'number' ? second : 0));
    else super(first, typeof second === 'number' ? undefined : second);
    this.drawn = drawn;
  }

  override inner(x: number, y: number, width: number, height: number): TracedView {
    return new TracedView(this.buffer, this.within(x, y, width, height), this.drawn);
  }

  override segments(x: number, y: number, line: Line, limit?: number): number {
    const end = super.segments(x, y, line, limit);
    const { left, top } = this;
    this.drawn.push({ line, x: left + x, y: top + y, end: left + Math.max(end, this.columns) });
    return end;
  }

  /** The line that was drawn last over a cell, and the column of it that stands there. */
  lineAt(x: number, y: number): { readonly line: Line; readonly column: number } | null {
    const found = this.drawn.findLast((each) => each.y === y && x >= each.x && x < each.end);
    return found === undefined ? null : { line: found.line, column: x - found.x };
  }
}

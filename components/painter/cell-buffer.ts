/**
 * In a buffer to show: a cell that the painter leaves alone. In the buffer of what is on the screen:
 * a cell that the painter did not write, or that something else wrote over since.
 */
export const unowned = 0xffffffff;
/** In the buffer of what is on the screen: a cell of ours that nobody knows what it shows. */
export const spoilt = 0xfffffffe;
/** The right half of a wide character. */
export const rightHalf = 0;

export const blank = 0x20;

/** A rectangle of cells in columns: what each shows (see `glyphTable`) and how (see `style.ts`). */
export class CellBuffer {
  readonly columns: number;
  readonly rows: number;
  readonly glyphs: Uint32Array;
  readonly styles: Uint16Array;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.glyphs = new Uint32Array(columns * rows).fill(blank);
    this.styles = new Uint16Array(columns * rows);
  }

  fill(glyph: number): void {
    this.glyphs.fill(glyph);
    this.styles.fill(0);
  }
}

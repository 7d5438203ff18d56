import { graphemeReach } from '../terminal/display-width.ts';
import { asciiCode } from './ascii.ts';
import type { ByteWriter } from './byte-writer.ts';
import { blank, type CellBuffer, rightHalf, spoilt, unowned } from './cell-buffer.ts';
import { glyphTable, isCluster, isDoubtful } from './glyph-table.ts';

/** How cells become bytes: one SGR sequence for each style, and whether the terminal knows UTF-8. */
export interface Encoding {
  readonly sgr: readonly Uint8Array[];
  readonly asciiOnly: boolean;
}

/** Unchanged cells in between that are cheaper to write again than to jump over. */
const shortGap = 3;

/**
 * Writes what turns the screen `shown` into `next` and brings `shown` up to date. Cells that `next`
 * does not own are left alone, but for those that were painted before: they become blank. Writes
 * nothing when nothing differs. Cursor and style are left anywhere.
 */
export function writeDifference(
  next: CellBuffer,
  shown: CellBuffer,
  encoding: Encoding,
  out: ByteWriter,
): void {
  const { columns, rows } = next;
  let style = -1;
  for (let y = 0; y < rows; y++) {
    const row = y * columns;
    /** Column that the cursor is known to be in; -1 where it is not. */
    let cursor = -1;
    for (let x = 0; x < columns; x++) {
      const cell = row + x;
      const owned = next.glyphs[cell] !== unowned;
      if (!owned && shown.glyphs[cell] === unowned) continue;
      const code = owned ? next.glyphs[cell] : blank;
      const wanted = owned ? next.styles[cell] : 0;
      const wide = x + 1 < columns && next.glyphs[cell + 1] === rightHalf;
      const same =
        owned &&
        shown.glyphs[cell] === code &&
        shown.styles[cell] === wanted &&
        (!wide || shown.glyphs[cell + 1] === rightHalf);
      if (same) continue;
      if (
        cursor >= 0 &&
        cursor < x &&
        x - cursor <= shortGap &&
        repeats(next, row, cursor, x, style)
      )
        for (; cursor < x; cursor++) writeGlyph(next.glyphs[row + cursor], encoding, out);
      if (cursor !== x) moveTo(cursor, x, y, out);
      if (wanted !== style) {
        out.raw(encoding.sgr[wanted]);
        style = wanted;
      }
      if (!wide) writeGlyph(code, encoding, out);
      else writeWide(code, x, y, encoding, out);
      shown.glyphs[cell] = owned ? code : unowned;
      shown.styles[cell] = wanted;
      if (wide) {
        x++;
        shown.glyphs[row + x] = rightHalf;
        shown.styles[row + x] = wanted;
      }
      // Where terminals do not agree how wide a character is, the next cell is addressed anew.
      cursor = wide || isDoubtful(code) ? -1 : x + 1;
      if (isCluster(code)) spoilBehind(shown, cell, row + x + 1, row + columns, code);
    }
  }
}

/** Whether the cells from `from` to `to` are plain owned ones of the style that is set. */
function repeats(next: CellBuffer, row: number, from: number, to: number, style: number): boolean {
  for (let x = from; x < to; x++) {
    const code = next.glyphs[row + x];
    if (code === unowned || code === rightHalf || code > 0xffff) return false;
    if (next.styles[row + x] !== style || next.glyphs[row + x + 1] === rightHalf) return false;
  }
  return true;
}

/** A terminal that takes the character for a narrow one would leave what stood in its right half. */
function writeWide(code: number, x: number, y: number, encoding: Encoding, out: ByteWriter): void {
  if (!encoding.asciiOnly && isDoubtful(code)) {
    out.codePoint(blank);
    out.codePoint(blank);
    moveTo(-1, x, y, out);
  }
  writeGlyph(code, encoding, out);
  if (encoding.asciiOnly) out.codePoint(blank);
}

/** What a terminal that draws the parts of a cluster one by one writes over is written again. */
function spoilBehind(
  shown: CellBuffer,
  cell: number,
  next: number,
  rowEnd: number,
  code: number,
): void {
  const end = Math.min(rowEnd, cell + graphemeReach(glyphTable.text(code)));
  for (let behind = next; behind < end; behind++)
    if (shown.glyphs[behind] !== unowned) shown.glyphs[behind] = spoilt;
}

function writeGlyph(code: number, encoding: Encoding, out: ByteWriter): void {
  if (code === rightHalf) out.codePoint(blank);
  else if (encoding.asciiOnly) out.codePoint(asciiCode(code));
  else if (isCluster(code)) out.text(glyphTable.text(code));
  else out.codePoint(code);
}

function moveTo(cursor: number, x: number, y: number, out: ByteWriter): void {
  out.ascii('\x1b[');
  if (cursor >= 0 && cursor < x) {
    out.number(x - cursor);
    out.ascii('C');
    return;
  }
  out.number(y + 1);
  out.ascii(';');
  out.number(x + 1);
  out.ascii('H');
}

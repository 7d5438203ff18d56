import type { CellView } from '../painter/cell-view.ts';
import { Attribute, Tone } from '../painter/style.ts';

/** Dots of a braille cell from the bottom up, left and right column (Unicode 5.2, U+2800). */
export const leftDots: readonly number[] = [0x40, 0x04, 0x02, 0x01];
export const rightDots: readonly number[] = [0x80, 0x20, 0x10, 0x08];
export const brailleBase = 0x2800;
const asciiLevels = ' .:-=+*#';

/** The look of what stands in the column whose values are shown. */
export const cursorStyle = Tone.accent | Attribute.bold;

/**
 * An area chart: two values a column, from the left, each a bar of dots that rises from the bottom.
 * NaN leaves its place empty; a value above zero shows at least one dot. The edge is in the style
 * given and what is below it dim, so that a large area stays calm. Without Unicode each column is
 * one character whose density is the level.
 *
 * @param values at most two for each column of the view
 * @param max the value that fills the height
 * @param cursor the column whose values are shown; -1 for none
 */
export function drawArea(
  view: CellView,
  values: Float32Array,
  max: number,
  style: number,
  unicode: boolean,
  cursor = -1,
): void {
  const { columns, rows } = view;
  const step = unicode ? 4 : asciiLevels.length - 1;
  const dotRows = rows * step;
  for (let x = 0; x < columns && 2 * x < values.length; x++) {
    const left = height(values[2 * x], max, dotRows);
    const right = 2 * x + 1 < values.length ? height(values[2 * x + 1], max, dotRows) : 0;
    for (let row = 0; row < rows; row++) {
      const y = rows - 1 - row;
      const code = unicode
        ? brailleCode(left - row * step, right - row * step)
        : asciiCode(Math.max(left, right) - row * step);
      const full = Math.min(left, right) >= (row + 1) * step + 1;
      const own = full ? style | Attribute.dim : style;
      if (code !== 0x20) view.put(x, y, code, x === cursor ? cursorStyle : own);
    }
  }
}

function height(value: number, max: number, dots: number): number {
  if (!(value > 0) || max <= 0) return 0;
  return Math.min(dots, Math.max(1, Math.round((value / max) * dots)));
}

function brailleCode(left: number, right: number): number {
  if (left <= 0 && right <= 0) return 0x20;
  let code = brailleBase;
  for (let dot = 0; dot < 4; dot++) {
    if (left > dot) code |= leftDots[dot];
    if (right > dot) code |= rightDots[dot];
  }
  return code;
}

function asciiCode(level: number): number {
  return asciiLevels.charCodeAt(Math.max(0, Math.min(level, asciiLevels.length - 1)));
}

import type { CellView } from '../painter/cell-view.ts';
import { brailleBase, cursorStyle, leftDots, rightDots } from './braille.ts';

export interface Line {
  readonly values: Float32Array;
  readonly style: number;
  /** What it is drawn with where the terminal knows ASCII alone. */
  readonly ascii: string;
}

/**
 * Lines of dots, two values a column from the left; what lies between two values is joined. NaN is a
 * gap. A cell has the style of the last line that goes through it. Without Unicode each column is one
 * character a line, its own, at the larger value.
 *
 * @param max the value at the top
 * @param cursor the column whose values are shown; -1 for none
 */
export function drawLines(
  view: CellView,
  lines: readonly Line[],
  max: number,
  unicode: boolean,
  cursor = -1,
): void {
  if (view.rows <= 0 || view.columns <= 0) return;
  if (!unicode) return drawCharacters(view, lines, max, cursor);
  const { columns, rows } = view;
  const dots = new Uint8Array(columns * rows);
  const styles = new Uint16Array(columns * rows);
  for (const { values, style } of lines) {
    let before = -1;
    for (let i = 0; i < values.length && i < 2 * columns; i++) {
      const level = levelOf(values[i], max, 4 * rows);
      if (level >= 0) {
        const [low, high] = joined(before, level);
        for (let dot = low; dot <= high; dot++) {
          const cell = (rows - 1 - (dot >> 2)) * columns + (i >> 1);
          dots[cell] |= (i % 2 === 0 ? leftDots : rightDots)[dot & 3];
          styles[cell] = style;
        }
      }
      before = level;
    }
  }
  for (let cell = 0; cell < dots.length; cell++) {
    if (dots[cell] === 0) continue;
    const x = cell % columns;
    const style = x === cursor ? cursorStyle : styles[cell];
    view.put(x, Math.floor(cell / columns), brailleBase | dots[cell], style);
  }
}

function drawCharacters(view: CellView, lines: readonly Line[], max: number, cursor: number): void {
  const { columns, rows } = view;
  for (const { values, style, ascii } of lines)
    for (let x = 0; x < columns && 2 * x < values.length; x++) {
      const pair = [...values.subarray(2 * x, 2 * x + 2)].filter((value) => !Number.isNaN(value));
      if (pair.length === 0) continue;
      const y = rows - 1 - levelOf(Math.max(...pair), max, rows);
      view.put(x, y, ascii.charCodeAt(0), x === cursor ? cursorStyle : style);
    }
}

/** From the dot of the value before, exclusive, to this one. */
function joined(before: number, level: number): readonly [low: number, high: number] {
  if (before < 0 || before === level) return [level, level];
  return before < level ? [before + 1, level] : [level, before - 1];
}

function levelOf(value: number, max: number, levels: number): number {
  if (Number.isNaN(value) || max <= 0) return -1;
  return Math.max(0, Math.min(levels - 1, Math.round((value / max) * (levels - 1))));
}

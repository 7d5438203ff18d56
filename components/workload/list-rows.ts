import type { CellView } from '../painter/cell-view.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { firstInSight } from './workload-scene.ts';

/** Where the text of a row begins: before it stand the cursor and a mark. */
export const textStart = 4;

interface ListParts {
  /** Row of the view that the first of them stands in. */
  readonly top: number;
  /** Rows that there are for them. */
  readonly rows: number;
  readonly count: number;
  readonly cursor: number;
  /** The keys that move are for this list. */
  readonly focused: boolean;
  readonly draw: (row: CellView, index: number, atCursor: boolean) => void;
}

/** The part of a list that is in sight, with its cursor. */
export function drawListRows(view: CellView, parts: ListParts): void {
  const { top, rows, count, cursor, focused, draw } = parts;
  const first = firstInSight(cursor, rows, count);
  for (let index = first; index < Math.min(count, first + rows); index++) {
    const row = view.inner(0, top + index - first, view.columns, 1);
    const atCursor = index === cursor;
    draw(row, index, atCursor);
    if (atCursor) row.text(0, 0, '›', focused ? Tone.accent | Attribute.bold : Tone.dim);
  }
}

/** A row that says why there is nothing else. */
export function say(view: CellView, words: string, style: number = Tone.dim): void {
  view.text(1, 1, oneLine(words), style, view.columns - 2);
}

/** As wide as the widest name, within bounds. */
export function nameWidth(names: Iterable<string>, least: number, most: number): number {
  let width = least;
  for (const name of names) {
    width = Math.max(width, displayWidth(oneLine(name)));
    if (width >= most) return most;
  }
  return width;
}

/** Figures at the right end of a row, each in a column so wide; the last ones go first where there is no room. */
export interface Figure {
  readonly title: string;
  readonly width: number;
  /** Columns of the view from which on it is shown. */
  readonly from: number;
}

export const shownFigures = (figures: readonly Figure[], columns: number): readonly Figure[] =>
  figures.filter(({ from }) => columns >= from);

/** @returns the column behind the last of them */
export function drawFigureTitles(
  view: CellView,
  x: number,
  y: number,
  figures: readonly Figure[],
): number {
  let end = x;
  for (const { title, width } of figures) {
    end += width;
    view.textRight(end, y, title, Tone.dim);
  }
  return end;
}

/** @param values by title @returns the column behind the last of them */
export function drawFigures(
  view: CellView,
  x: number,
  figures: readonly Figure[],
  values: Readonly<Record<string, Segment>>,
): number {
  let end = x;
  for (const { title, width } of figures) {
    end += width;
    const [text, style] = values[title] ?? ['', Tone.fg];
    view.textRight(end, 0, text, style);
  }
  return end;
}

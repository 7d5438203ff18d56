import { displayWidth, graphemes, graphemeWidth } from '../terminal/display-width.ts';

/** A text in at most so many columns; what does not fit ends in an ellipsis. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (width <= 0) return '';
  let out = '';
  let used = 0;
  for (const grapheme of graphemes(text)) {
    used += graphemeWidth(grapheme);
    if (used > width - 1) break;
    out += grapheme;
  }
  return `${out}…`;
}

/** A text in exactly so many columns: cut, or filled up with blanks. */
export function fitted(text: string, width: number): string {
  const fits = cut(text, width);
  return fits + ' '.repeat(Math.max(0, width - displayWidth(fits)));
}

import { displayWidth } from '../terminal/display-width.ts';
import { cut } from './fitted.ts';

/** A text in lines of at most so many columns, broken between words; longer words stand alone. */
export function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== '' && displayWidth(last) + 1 + displayWidth(word) > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}

/** The same in so many lines at most; where it is longer the last one ends in an ellipsis. */
export function wrapWithin(text: string, width: number, most: number): string[] {
  const lines = wrapWords(text, width);
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  kept[most - 1] = cut(`${kept[most - 1]} ${lines[most]}`, width);
  return kept;
}

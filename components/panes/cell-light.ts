import { Attribute, Tone } from '../painter/style.ts';
import type { Scene } from '../scene.ts';

/** What makes a cell of the grid stand out: the cursor, a mark, both, or nothing. */
export type Light = 'cursor' | 'mark' | 'marked cursor' | null;

/** @param first the cell's first place in the grid's order @param end the place after its last one */
export function cellLight(
  { agents: { marks, lineup } }: Scene,
  first: number,
  end: number,
  onCursor: boolean,
): Light {
  const marked = marks.size > 0 && hasMark(marks, lineup.order, first, end);
  if (onCursor) return marked ? 'marked cursor' : 'cursor';
  return marked ? 'mark' : null;
}

/**
 * A style as the light shows it: the cursor inverse, so that it is found without colour, a mark
 * underlined, on a background where the theme has one, and still in the colour of its state.
 */
export function litStyle(style: number, light: Light): number {
  const cursor = Tone.accent | Attribute.bold | Attribute.inverse;
  if (light === 'cursor') return cursor;
  if (light === 'marked cursor') return cursor | Attribute.underline;
  return light === 'mark' ? style | Attribute.marked : style;
}

function hasMark(
  marks: ReadonlySet<number>,
  order: Int32Array,
  first: number,
  end: number,
): boolean {
  for (let place = first; place < end; place++) if (marks.has(order[place])) return true;
  return false;
}

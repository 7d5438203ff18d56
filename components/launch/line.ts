import { type Segment, Tone } from '../painter/style.ts';
import { displayWidth, graphemes } from '../terminal/display-width.ts';

export type Line = readonly Segment[];

/** What a click on a line means. */
export type Press =
  /** An entry of the list is selected. */
  | { readonly kind: 'entry'; readonly key: string }
  /** The form goes to this field. */
  | { readonly kind: 'field'; readonly path: string }
  | { readonly kind: 'key'; readonly name: string }
  /** The line is one of keys, in the accent colour, each before what it does. */
  | { readonly kind: 'keys' };

const presses = new WeakMap<Line, Press>();

/** The line, which can be clicked on from now on. */
export function pressable(line: Line, press: Press): Line {
  presses.set(line, press);
  return line;
}

/** What a click on the line means; null where it means nothing. */
export function pressOf(line: Line): Press | null {
  return presses.get(line) ?? null;
}

/** A text cut or filled up to a width, so that what follows stands in its column. */
export function padded(text: string, width: number): string {
  const missing = width - displayWidth(text);
  if (missing >= 0) return text + ' '.repeat(missing);
  let out = '';
  for (const grapheme of graphemes(text)) {
    if (displayWidth(out + grapheme) > Math.max(0, width - 2)) break;
    out += grapheme;
  }
  const cut = width > 1 ? `${out}…` : out;
  return cut + ' '.repeat(Math.max(0, width - displayWidth(cut)));
}

/** The same, the text at the right end. */
export function paddedLeft(text: string, width: number): string {
  const missing = width - displayWidth(text);
  return missing > 0 ? ' '.repeat(missing) + text : padded(text, width);
}

/** A title on a rule, and what is said at its right end. */
export function titleRule(
  title: string,
  width: number,
  { style = Tone.dim, right = [] }: { style?: number; right?: Line } = {},
): Line {
  const said = right.length === 0 ? 0 : right.reduce((sum, [text]) => sum + displayWidth(text), 0);
  const end = said === 0 ? 0 : said + 3;
  const line = width - displayWidth(title) - 3 - end;
  const rule: Segment[] = [
    ['─ ', style],
    [`${title} `, style === Tone.accent ? Tone.accent : Tone.fg],
  ];
  if (line < 0) return rule;
  rule.push(['─'.repeat(line), style]);
  if (said > 0) rule.push([' ', style], ...right, [' ─', style]);
  return rule;
}

/** Parts one after the other with a dot between them, in as many lines as they take. */
export function flowed(parts: readonly Line[], width: number): Line[] {
  const lines: Segment[][] = [];
  let used = 0;
  for (const part of parts) {
    const takes = part.reduce((sum, [text]) => sum + displayWidth(text), 0);
    const last = lines.at(-1);
    if (last === undefined || used + 3 + takes > width) {
      lines.push([[' ', Tone.fg], ...part]);
      used = takes + 1;
    } else {
      last.push([' · ', Tone.dim], ...part);
      used += takes + 3;
    }
  }
  return lines;
}

import { Attribute, styleCount, toneNames, toneOf } from './painter/style.ts';
import { type Colour, type Look, monoPalette, paletteOf, type ThemeName } from './palettes.ts';
import type { Background } from './terminal/background.ts';
import type { ColourDepth } from './terminal/colour-depth.ts';

export { type ThemeName, themeNames } from './palettes.ts';

/** The SGR parameters of one style, each a whole attribute: `1`, `38;5;80`. */
export type SgrParameters = readonly string[];

/** A theme at a colour depth: the parameters of every style. */
export function sgrTable(
  theme: ThemeName,
  depth: ColourDepth,
  background: Background = 'dark',
): readonly SgrParameters[] {
  const palette = depth === 0 ? monoPalette : paletteOf(theme, background);
  return Array.from({ length: styleCount }, (_, style) => {
    const tone = toneNames[toneOf(style)];
    if (tone === undefined) return [];
    const look = palette[tone];
    const marked = style & Attribute.marked ? palette.select.background : undefined;
    return parameters(marked ? { ...look, background: marked } : look, style, depth);
  });
}

/** The table as the bytes of whole sequences, each of which sets its style from any other. */
export function sgrBytes(table: readonly SgrParameters[]): readonly Uint8Array[] {
  return table.map((list) => Buffer.from(`\x1b[${['0', ...list].join(';')}m`, 'ascii'));
}

/**
 * Text in a style, for Ink: every attribute in a sequence of its own and closed again, which is all
 * that Ink's tokenizer tells apart.
 */
export function styledText(text: string, list: SgrParameters): string {
  let open = '';
  let close = '';
  for (const parameter of list) {
    open += `\x1b[${parameter}m`;
    close = `\x1b[${closing(parameter)}m${close}`;
  }
  return open + text + close;
}

/** ECMA-48: 22 ends bold and dim, 23 to 28 the other attributes, 39 and 49 the colours. */
function closing(parameter: string): number {
  const code = Number.parseInt(parameter, 10);
  if (code <= 2) return 22;
  if (code <= 9) return code + 20;
  return code === 48 || (code >= 40 && code <= 47) || code >= 100 ? 49 : 39;
}

function parameters(look: Look, style: number, depth: ColourDepth): SgrParameters {
  const out: string[] = [];
  if (look.bold || style & Attribute.bold) out.push('1');
  if (look.dim || style & Attribute.dim) out.push('2');
  if (style & (Attribute.underline | Attribute.marked)) out.push('4');
  if (Boolean(look.inverse) !== Boolean(style & Attribute.inverse)) out.push('7');
  if (look.colour) out.push(colourParameters(look.colour, depth, 0));
  if (look.background) out.push(colourParameters(look.background, depth, 10));
  return out;
}

/** ECMA-48 SGR 30 to 37 and 90 to 97 as they stand; 38 and 48 with 5 (indexed) or 2 (true colour). */
function colourParameters(colour: Colour, depth: ColourDepth, shift: 0 | 10): string {
  const [basic, indexed, hex] = colour;
  if (depth === 24) return `${38 + shift};2;${hex >> 16};${(hex >> 8) & 255};${hex & 255}`;
  if (depth === 8) return `${38 + shift};5;${indexed}`;
  return String(basic);
}

import { expect, test } from 'vitest';
import type { ToneName } from '../../components/painter/style.ts';
import { type Palette, paletteOf } from '../../components/palettes.ts';

/** Colour of the terminal's own that the theme is made for, and those that are common besides. */
const onDark = { own: 0x000000, common: [0x1e1e1e, 0x282c34, 0x002b36] };
const onLight = { own: 0xffffff, common: [0xfdf6e3, 0xf6f8fa] };

/** Relative luminance and contrast ratio, as WCAG 2 has them. */
function luminance(hex: number): number {
  const [red, green, blue] = [hex >> 16, (hex >> 8) & 255, hex & 255].map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: number, other: number): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** The colour of a number from 16 to 255 in the palette of 256 (xterm's). */
function indexedHex(index: number): number {
  if (index >= 232) return (8 + 10 * (index - 232)) * 0x010101;
  const steps = [0, 95, 135, 175, 215, 255];
  const cube = index - 16;
  const [red, green, blue] = [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6];
  return (steps[red] << 16) | (steps[green] << 8) | steps[blue];
}

/** Ratio that is asked of a tone: 4.5 of text, 3 of what is drawn (WCAG 1.4.3 and 1.4.11). */
const asked = (tone: string) => (tone.startsWith('chart') ? 3 : 4.5);

function* coloursOf(palette: Palette): Generator<[ToneName, number, number, number | null]> {
  for (const [tone, { colour, background }] of Object.entries(palette))
    if (colour !== undefined) {
      const behind = background?.[2] ?? null;
      yield [tone as ToneName, colour[2], indexedHex(colour[1]), behind];
    }
}

const made = [
  ['dark', paletteOf('dark', 'dark'), onDark],
  ['light', paletteOf('light', 'light'), onLight],
] as const;

test.each(made)(
  '%s: every tone can be read on its background, the dim ones too',
  (_, palette, { own }) => {
    for (const [tone, hex, indexed] of coloursOf(palette))
      for (const colour of [hex, indexed])
        expect(contrast(colour, own), tone).toBeGreaterThanOrEqual(asked(tone));
  },
);

test.each(made)(
  '%s: on the backgrounds of common terminals nothing drowns',
  (_, palette, { common }) => {
    for (const background of common)
      for (const [tone, hex] of coloursOf(palette))
        expect(contrast(hex, background), tone).toBeGreaterThanOrEqual(2.8);
  },
);

test.each(made)('%s: what is selected can be read', (_, palette) => {
  const selected = palette.select.background;
  if (selected === undefined) throw new Error('nothing marks what is selected');
  for (const [tone, hex] of coloursOf(palette))
    expect(contrast(hex, selected[2]), tone).toBeGreaterThanOrEqual(3);
});

test.each([
  ['dark', 0x000000],
  ['light', 0xffffff],
] as const)('high contrast on %s has seven to one', (background, own) => {
  // White on the deepest red that is still an alarm is the one below it.
  for (const [tone, hex, indexed, behind] of coloursOf(paletteOf('contrast', background)))
    for (const colour of [hex, indexed])
      expect(contrast(colour, behind ?? own), tone).toBeGreaterThanOrEqual(
        behind === null ? 7 : 4.5,
      );
});

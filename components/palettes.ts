import type { ToneName } from './painter/style.ts';
import type { Background } from './terminal/background.ts';

/**
 * One colour for each depth: its SGR code among the 16 (backgrounds as 40 to 47 and 100 to 107), its
 * number among 256, and its true value.
 */
export type Colour = readonly [basic: number, indexed: number, hex: number];

/** How a tone looks. Left out is: the terminal's own foreground and background. */
export interface Look {
  readonly colour?: Colour;
  readonly background?: Colour;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly inverse?: boolean;
}

export type Palette = Readonly<Record<ToneName, Look>>;

export type ThemeName = 'dark' | 'light' | 'mono' | 'contrast';
export const themeNames: readonly ThemeName[] = ['dark', 'light', 'mono', 'contrast'];

const dark: Palette = {
  fg: {},
  dim: { colour: [90, 244, 0x7d8590] },
  accent: { colour: [96, 80, 0x56c8d8] },
  ok: { colour: [32, 71, 0x57ab5a] },
  okLow: { colour: [32, 65, 0x549062] },
  okHigh: { colour: [92, 114, 0x8ddb8c] },
  okDim: { colour: [90, 243, 0x6b8571] },
  info: { colour: [94, 75, 0x6cb6ff] },
  warn: { colour: [33, 179, 0xdaaa3f] },
  bad: { colour: [91, 203, 0xf47067] },
  tool: { colour: [95, 176, 0xc08fe0] },
  chart1: { colour: [36, 37, 0x3fa6b5] },
  chart2: { colour: [94, 68, 0x5488c7] },
  chart3: { colour: [33, 137, 0xb08a4a] },
  select: { background: [100, 236, 0x2d333b], bold: true },
};

const light: Palette = {
  fg: {},
  dim: { colour: [90, 242, 0x656d76] },
  accent: { colour: [36, 23, 0x0a7c8c] },
  ok: { colour: [32, 28, 0x1a7f37] },
  okLow: { colour: [32, 29, 0x387c4b] },
  okHigh: { colour: [32, 22, 0x0b5c24] },
  okDim: { colour: [90, 243, 0x66796b] },
  info: { colour: [34, 25, 0x0969da] },
  warn: { colour: [33, 130, 0x9a6700] },
  bad: { colour: [31, 160, 0xcf222e] },
  tool: { colour: [35, 91, 0x8250df] },
  chart1: { colour: [36, 31, 0x1b8a9b] },
  chart2: { colour: [34, 61, 0x4a72b0] },
  chart3: { colour: [33, 136, 0x9a7330] },
  select: { background: [47, 253, 0xdde3e9], bold: true },
};

export const monoPalette: Palette = {
  fg: {},
  dim: { dim: true },
  accent: { bold: true },
  ok: {},
  okLow: { dim: true },
  okHigh: { bold: true },
  okDim: { dim: true },
  info: {},
  warn: { bold: true },
  bad: { bold: true, inverse: true },
  tool: {},
  chart1: {},
  chart2: {},
  chart3: {},
  select: { inverse: true },
};

const contrast: Palette = {
  fg: { colour: [97, 231, 0xffffff] },
  dim: { colour: [37, 252, 0xd0d0d0] },
  accent: { colour: [96, 51, 0x00ffff], bold: true },
  ok: { colour: [92, 46, 0x00ff00] },
  okLow: { colour: [92, 46, 0x00ff00] },
  okHigh: { colour: [92, 46, 0x00ff00], bold: true },
  okDim: { colour: [37, 252, 0xd0d0d0] },
  info: { colour: [96, 117, 0x87d7ff] },
  warn: { colour: [93, 226, 0xffff00], bold: true },
  bad: { colour: [97, 231, 0xffffff], background: [41, 160, 0xd70000], bold: true },
  tool: { colour: [95, 213, 0xff87ff] },
  chart1: { colour: [96, 51, 0x00ffff] },
  chart2: { colour: [97, 231, 0xffffff] },
  chart3: { colour: [93, 226, 0xffff00] },
  select: { inverse: true, bold: true },
};

const contrastOnLight: Palette = {
  fg: { colour: [30, 16, 0x000000] },
  dim: { colour: [90, 238, 0x444444] },
  accent: { colour: [34, 18, 0x000087], bold: true },
  ok: { colour: [32, 22, 0x005f00] },
  okLow: { colour: [32, 22, 0x005f00] },
  okHigh: { colour: [32, 22, 0x005f00], bold: true },
  okDim: { colour: [90, 238, 0x444444] },
  info: { colour: [34, 18, 0x000087] },
  warn: { colour: [31, 88, 0x870000], bold: true },
  bad: { colour: [97, 231, 0xffffff], background: [41, 124, 0xaf0000], bold: true },
  tool: { colour: [35, 53, 0x5f005f] },
  chart1: { colour: [34, 18, 0x000087] },
  chart2: { colour: [30, 16, 0x000000] },
  chart3: { colour: [31, 88, 0x870000] },
  select: { inverse: true, bold: true },
};

const palettes: Readonly<Record<ThemeName, Palette>> = {
  dark,
  light,
  mono: monoPalette,
  contrast,
};

/** The palette of a theme; that of high contrast is another one on a light background. */
export function paletteOf(theme: ThemeName, background: Background): Palette {
  return theme === 'contrast' && background === 'light' ? contrastOnLight : palettes[theme];
}

import type { Cell } from '../helpers/emulator.ts';

/** Of the picture: what a terminal has of its own. */
export const foreground = '#c9d1d9';
export const background = '#0d1117';

const basic = [
  ...['#484f58', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#b1bac4'],
  ...['#6e7681', '#ffa198', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#ffffff'],
];
const steps = [0, 95, 135, 175, 215, 255];

/** Foreground and background of a cell as they are seen, inverse and dim carried out. */
export function coloursOf(cell: Cell): { readonly ink: string; readonly paper: string } {
  const ink = colour(cell.colour, cell.trueColour) ?? foreground;
  const paper = colour(cell.background, cell.trueBackground) ?? background;
  const seen = cell.dim ? mixed(ink, paper) : ink;
  return cell.inverse ? { ink: paper, paper: seen } : { ink: seen, paper };
}

/** A colour of the terminal: its own, one of the 256 of xterm's palette, or 24 bits. */
function colour(value: number, is24Bits: boolean): string | null {
  if (value < 0) return null;
  if (is24Bits) return hex([value >> 16, (value >> 8) & 255, value & 255]);
  if (value < 16) return basic[value];
  if (value >= 232) return hex(Array(3).fill(8 + 10 * (value - 232)));
  const cube = value - 16;
  return hex([Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((i) => steps[i]));
}

function mixed(a: string, b: string): string {
  const [x, y] = [channels(a), channels(b)];
  return hex(x.map((value, i) => Math.round(value * 0.6 + y[i] * 0.4)));
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

function hex(values: readonly number[]): string {
  return `#${values.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

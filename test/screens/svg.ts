import type { Cell, Emulator } from '../helpers/emulator.ts';
import { background, coloursOf, foreground } from './colours.ts';

const cellWidth = 8;
const cellHeight = 17;
const baseline = 13;
const margin = 12;
const fonts = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace";

/** Cells of one look, side by side. */
interface Run {
  readonly x: number;
  readonly columns: number;
  readonly text: string;
  readonly cell: Cell;
}

/**
 * The screen as a picture. Each run of text says where it begins and how wide it is, so that the
 * columns keep whatever font there is; what is not ASCII (braille, boxes, wide characters) comes from
 * other fonts with other widths, and makes runs of its own.
 */
export function svgOf(screen: Emulator, title: string): string {
  const rows = screen.rows().length;
  const width = screen.columns * cellWidth + 2 * margin;
  const height = rows * cellHeight + 2 * margin;
  const lines: string[] = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">`,
    `<rect width="${width}" height="${height}" rx="8" fill="${background}"/>`,
    `<g font-family="${fonts}" font-size="13" fill="${foreground}" xml:space="preserve">`,
  ];
  for (let y = 0; y < rows; y++)
    for (const run of runsOf(screen, y)) lines.push(...backgroundOf(run, y), ...textOf(run, y));
  return `${[...lines, '</g>', '</svg>'].join('\n')}\n`;
}

function runsOf(screen: Emulator, y: number): Run[] {
  const runs: Run[] = [];
  for (let x = 0; x < screen.columns; ) {
    const cell = screen.cellAt(x, y);
    const width = Math.max(1, cell.width);
    const last = runs.at(-1);
    if (last !== undefined && sameLook(last.cell, cell) && samePart(last.text, cell.text))
      runs[runs.length - 1] = {
        ...last,
        columns: last.columns + width,
        text: last.text + cell.text,
      };
    else runs.push({ x, columns: width, text: cell.text, cell });
    x += width;
  }
  return runs;
}

function sameLook(a: Cell, b: Cell): boolean {
  const [one, other] = [coloursOf(a), coloursOf(b)];
  return (
    one.ink === other.ink &&
    one.paper === other.paper &&
    a.bold === b.bold &&
    a.italic === b.italic &&
    a.underlined === b.underlined
  );
}

function samePart(run: string, next: string): boolean {
  const isAscii = (text: string) => text <= '~';
  return isAscii(run.at(-1) ?? ' ') === isAscii(next);
}

function backgroundOf({ x, columns, cell }: Run, y: number): string[] {
  const { paper } = coloursOf(cell);
  if (paper === background) return [];
  const at = `x="${left(x)}" y="${margin + y * cellHeight}"`;
  return [`<rect ${at} width="${columns * cellWidth}" height="${cellHeight}" fill="${paper}"/>`];
}

function textOf({ x, columns, text, cell }: Run, y: number): string[] {
  const words = text.trim();
  if (words === '') return [];
  const before = text.length - text.trimStart().length;
  const after = text.length - text.trimEnd().length;
  const { ink } = coloursOf(cell);
  const look = [
    ink === foreground ? '' : ` fill="${ink}"`,
    cell.bold ? ' font-weight="bold"' : '',
    cell.italic ? ' font-style="italic"' : '',
    cell.underlined ? ' text-decoration="underline"' : '',
  ].join('');
  const at = `x="${left(x + before)}" y="${margin + y * cellHeight + baseline}"`;
  const length = `textLength="${(columns - before - after) * cellWidth}" lengthAdjust="spacingAndGlyphs"`;
  return [`<text ${at} ${length}${look}>${escaped(words)}</text>`];
}

const left = (x: number): number => margin + x * cellWidth;

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

import { type SgrParameters, styledText } from '../theme.ts';
import { asciiCode } from './ascii.ts';
import { type CellBuffer, rightHalf } from './cell-buffer.ts';
import { glyphTable } from './glyph-table.ts';

/**
 * The rows of a buffer as text, for Ink and for tests.
 *
 * @param options `sgr` as `sgrTable` gives it; without it the text is plain
 */
export function rowsOf(
  buffer: CellBuffer,
  options: { readonly sgr?: readonly SgrParameters[]; readonly asciiOnly?: boolean } = {},
): string[] {
  const out: string[] = [];
  for (let y = 0; y < buffer.rows; y++)
    out.push(rowText(buffer, y, options.sgr, options.asciiOnly));
  return out;
}

function rowText(
  buffer: CellBuffer,
  y: number,
  sgr: readonly SgrParameters[] | undefined,
  asciiOnly = false,
): string {
  let out = '';
  let run = '';
  let style = 0;
  const flush = () => {
    out += sgr && run !== '' ? styledText(run, sgr[style]) : run;
    run = '';
  };
  for (let x = 0; x < buffer.columns; x++) {
    const cell = y * buffer.columns + x;
    const code = buffer.glyphs[cell];
    if (code === rightHalf) {
      // Its left half stands as a likeness, which is narrow.
      if (asciiOnly) run += ' ';
      continue;
    }
    if (buffer.styles[cell] !== style) {
      flush();
      style = buffer.styles[cell];
    }
    run += asciiOnly ? String.fromCharCode(asciiCode(code)) : glyphTable.text(code);
  }
  flush();
  return out;
}

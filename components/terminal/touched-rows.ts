const tokens = /\x1b\[([\d;?]*)([A-Za-z])|\n|[^\x1b\n]+|\x1b/g;
/** Of what Ink writes: a column, a style, a mode. They leave the cursor in its row and nothing in it. */
const harmless = /^[Gmhl]$/;

/**
 * The rows that a frame of Ink's writes to; null where that cannot be told. Its incremental frames
 * go up to the first row, however many that is, and from there from line to line.
 *
 * @param rows of the screen
 */
export function touchedRows(frame: string, rows: number): ReadonlySet<number> | null {
  const touched = new Set<number>();
  let row: number | null = null;
  for (const [text, parameter, command] of frame.matchAll(tokens)) {
    if (command === 'A' && Number(parameter) >= rows - 1) row = 0;
    else if (command !== undefined && harmless.test(command)) continue;
    else if (row === null) return null;
    else if (command === 'E' || text === '\n') row += Number(parameter || 1);
    else if (command === 'K' || command === undefined) touched.add(row);
    else return null;
  }
  return touched;
}

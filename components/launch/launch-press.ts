import type { ConsoleState } from '../console-state.ts';
import { keyNamed } from '../keys/key-label.ts';
import { Tone, toneOf } from '../painter/style.ts';
import { TracedView } from '../pointer/traced-view.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { drawLaunch } from './launch-rows.ts';
import { type Line, type Press, pressOf } from './line.ts';

/** What a click on a cell of the launch screen means; null where it means nothing. */
export function launchPressAt(
  state: ConsoleState,
  columns: number,
  rows: number,
  x: number,
  y: number,
): Exclude<Press, { readonly kind: 'keys' }> | null {
  const view = new TracedView(columns, rows);
  drawLaunch(view, state);
  const hit = view.lineAt(x, y);
  const press = hit === null ? null : pressOf(hit.line);
  if (hit === null || press === null) return null;
  if (press.kind !== 'keys') return press;
  const key = keyAt(hit.line, hit.column);
  return key === null ? null : { kind: 'key', name: key };
}

/** The key at a column of a line of keys, each of which is followed by what it does. */
function keyAt(line: Line, column: number): string | null {
  let at = 0;
  let key: string | null = null;
  for (const [text, style] of line) {
    if (toneOf(style) === Tone.accent) key = keyNamed(text.trim());
    at += displayWidth(text);
    if (column < at) return key;
  }
  return null;
}

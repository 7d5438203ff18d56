import type { ConsoleState } from '../console-state.ts';
import { filterItem } from '../filter/filter-item.ts';
import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { type HelpLayout, helpLayout } from './help-lines.ts';

const dash = '─'.charCodeAt(0);

/** The help over the whole screen; what it says is made once for each state, however often it is drawn. */
export function helpRows(asciiOnly: boolean): (view: CellView, state: ConsoleState) => void {
  let of: ConsoleState | null = null;
  let layout: HelpLayout;
  return (view, state) => {
    if (of !== state) layout = helpLayout(state, asciiOnly);
    of = state;
    drawHelp(view, state, layout);
  };
}

function drawHelp(view: CellView, state: ConsoleState, layout: HelpLayout): void {
  const { lines, columns, rows, from, most } = layout;
  const shown = filterSegments(state, layout);
  const title = view.text(0, 0, '─ swarmdeck help ', Tone.accent);
  view.repeat(title, 0, dash, view.columns - title, Tone.accent);
  view.segmentsRight(view.columns, 0, shown);
  const width = Math.floor((view.columns - 1) / columns);
  for (let column = 0; column < columns; column++) {
    const part = view.inner(1 + column * width, 1, width, view.rows - 2);
    const first = from + column * rows;
    for (const [y, line] of lines.slice(first, first + rows).entries()) part.segments(0, y, line);
  }
  view.segments(0, view.rows - 1, [
    [' Esc', Tone.accent],
    [' back', Tone.dim],
    ['  /', Tone.accent],
    [` filter${most > 0 ? '  ↑ ↓ scroll' : ''}`, Tone.dim],
  ]);
}

function filterSegments({ filters }: ConsoleState, { kept, all }: HelpLayout): Segment[] {
  const filter = filters.help;
  if (filter === undefined) return [];
  return [[' ', Tone.dim], ...filterItem(filter, kept, all), [' ─', Tone.accent]];
}

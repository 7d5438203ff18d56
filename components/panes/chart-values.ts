import type { SeriesField } from '../../src/state/series.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { count, duration, moment, short, unknownMark } from '../parts/format.ts';
import { fitting, joined } from '../parts/items.ts';
import { dotOf, dotValues, type TimeScale } from '../parts/timeline.ts';
import type { Scene } from '../scene.ts';

interface Value {
  readonly label: string;
  readonly field: SeriesField;
  readonly unit?: string;
  readonly words: (value: number) => string;
}

const milliseconds = (value: number) => duration(value);

/** Every figure that the samples have, the most important first. */
const values: readonly Value[] = [
  { label: '', field: 'callsPerSecond', unit: ' calls/s', words: short },
  { label: '', field: 'tokensPerSecond', unit: ' tok/s', words: short },
  { label: 'errors ', field: 'errorsPerSecond', unit: '/s', words: short },
  { label: 'p50 ', field: 'p50Ms', words: milliseconds },
  { label: 'p95 ', field: 'p95Ms', words: milliseconds },
  { label: 'p99 ', field: 'p99Ms', words: milliseconds },
  { label: 'first token ', field: 'firstTokenP50Ms', words: milliseconds },
  { label: '', field: 'inFlight', unit: ' in flight', words: count },
  { label: '', field: 'queued', unit: ' wait', words: count },
  { label: 'concurrency ', field: 'concurrency', words: count },
  { label: 'auto ', field: 'adaptiveLimit', words: count },
];

/** The figures at the cursor as items of their own, with the run time they are of; none without a cursor. */
export function valueItems(scene: Scene, scale: TimeScale): Segment[][] {
  const { cursor } = scene.charts;
  const { series } = scene.snapshot;
  if (cursor === null || scale.dots === 0) return [];
  const dot = Math.max(0, Math.min(scale.dots - 1, dotOf(scale, cursor)));
  const at = (field: SeriesField) => dotValues(series, field, scale)[dot];
  const seconds = at('t');
  const when = Number.isNaN(seconds) ? unknownMark : moment(seconds * 1_000);
  const items: Segment[][] = [[[when, Tone.accent | Attribute.bold]]];
  for (const { label, field, unit = '', words } of values) {
    const value = at(field);
    // Where nothing adapts there is no such limit.
    if (field === 'adaptiveLimit' && Number.isNaN(value)) continue;
    items.push([
      [label, Tone.dim],
      [Number.isNaN(value) ? unknownMark : words(value), Tone.fg],
      [unit, Tone.dim],
    ]);
  }
  return items;
}

/** How many rows of so many columns the items take. */
export function rowsOfItems(items: readonly Segment[][], columns: number): number {
  return laidOut(items, columns).length;
}

/** Writes the items row after row. @returns how many there was room for */
export function drawItems(view: CellView, items: readonly Segment[][]): number {
  let drawn = 0;
  for (const [y, row] of laidOut(items, view.columns).slice(0, view.rows).entries()) {
    view.segments(1, y, joined(row), view.columns - 1);
    drawn += row.length;
  }
  return drawn;
}

function laidOut(items: readonly Segment[][], columns: number): Segment[][][] {
  const rows: Segment[][][] = [];
  for (let left = items; left.length > 0; ) {
    // An item that is too wide by itself is cut where it stands.
    const row = left.slice(0, Math.max(1, fitting(left, columns - 1).length));
    rows.push(row);
    left = left.slice(row.length);
  }
  return rows;
}

import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { count, moment } from '../parts/format.ts';
import { drawRule } from '../parts/rule.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { logEntries } from './log-entries.ts';

const whoWidth = 10;

/** Pane 7: what happened and what was done about it, newest first. */
export function drawLog(view: CellView, scene: Scene): void {
  const { notable } = scene.snapshot;
  drawRule(view, scene, 'log', [
    [
      [count(notable.count), Tone.fg],
      [' events', Tone.dim],
    ],
  ]);
  drawLogLines(view.inner(0, 1, view.columns, view.rows - 1), scene);
}

/** The lines of the log alone. */
export function drawLogLines(view: CellView, scene: Scene): void {
  const entries = logEntries(scene.snapshot, scene.operator, view.rows);
  const roomy = view.columns >= 60;
  entries.forEach((entry, y) => {
    const time = roomy ? moment(entry.t) : moment(entry.t).replace(/\.\d$/, '');
    view.text(1, y, time, Tone.dim);
    const who = oneLine(entry.who);
    const x = roomy ? 9 : time.length + 2;
    const end = view.text(x, y, who, entry.who === 'you' ? Tone.accent : Tone.fg, whoWidth + 6);
    const textX = roomy ? Math.max(x + whoWidth, end + 1) : end + 1;
    const what: Segment = [oneLine(entry.what), entry.style];
    view.segments(textX, y, [what, [oneLine(entry.rest), Tone.dim]], view.columns - textX - 1);
  });
}

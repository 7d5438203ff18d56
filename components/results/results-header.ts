import type { CellView } from '../painter/cell-view.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { count } from '../parts/format.ts';
import { phaseLooks } from '../parts/phase-look.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';

const dot: Segment = [' · ', Tone.dim];

/** Which run it is, and how its tasks have ended so far. */
export function drawResultsHeader(view: CellView, { snapshot, replay }: Scene): void {
  const { tasks, phase, info } = snapshot;
  const open = tasks.total - tasks.ended;
  const look = phaseLooks[phase];
  const word: Segment =
    replay === undefined ? [`${look.mark} ${phase}`, look.style] : ['read-only', Tone.accent];
  const right: Segment[] = [
    word,
    ['  ', Tone.fg],
    [count(tasks.done), Tone.fg],
    [' done', Tone.dim],
  ];
  const more = (words: string, value: number, style: number) => {
    if (value > 0) right.push(dot, [`${count(value)} ${words}`, style]);
  };
  more('failed', tasks.failed, Tone.bad);
  more('cancelled', tasks.cancelled, Tone.fg);
  more('skipped', tasks.skipped, Tone.fg);
  more(replay === undefined ? 'to come' : 'not done', open, Tone.dim);
  if (snapshot.asked.length > 0)
    right.push(dot, [` ${count(snapshot.asked.length)} ask `, Tone.warn | Attribute.inverse]);
  const start = view.segmentsRight(view.columns - 1, 0, right);
  const left: Segment[] = [
    ['results  ', Tone.accent | Attribute.bold],
    [oneLine(info.name), Attribute.bold],
  ];
  // A run without a name of its own has that of its preset.
  if (info.preset !== '' && info.preset !== info.name)
    left.push(dot, [oneLine(info.preset), Tone.fg]);
  view.segments(1, 0, left, Math.max(0, start - 3));
}

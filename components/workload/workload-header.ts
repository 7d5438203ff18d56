import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { Replay } from '../live-run.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { pastSegments, timeSegments } from '../panes/past-segments.ts';
import { count } from '../parts/format.ts';
import { fitting, type Item, joined } from '../parts/items.ts';
import { phaseLooks } from '../parts/phase-look.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { workTitles } from './workload-rows.ts';

/** Columns that the name of the run has at least. */
const leastLeft = 24;

/** That it is of the past, and which moment of it; the moment goes where there is no room. */
function momentItems(snapshot: RunSnapshot, replay: Replay): Item[] {
  const [[word, style], ...moment] = pastSegments(snapshot, replay);
  return [
    [[word.trimEnd(), style]],
    [...moment, [' ', Tone.dim], ...timeSegments(snapshot, replay)],
  ];
}

/** Which run it is, and how its tasks stand. */
export function drawWorkloadHeader(view: CellView, { snapshot, replay, workload }: Scene): void {
  const { tasks, phase, info } = snapshot;
  const look = phaseLooks[phase];
  const items: Item[] = [
    ...(replay === undefined
      ? [[[`${look.mark} ${phase}`, look.style]] as const]
      : momentItems(snapshot, replay)),
    [
      [count(tasks.done), Tone.fg],
      [` of ${count(tasks.total)} done`, Tone.dim],
    ],
  ];
  const more = (words: string, value: number, style: number) => {
    if (value > 0) items.push([[`${count(value)} ${words}`, style]]);
  };
  if (snapshot.asked.length > 0)
    items.push([[` ${count(snapshot.asked.length)} ask `, Tone.warn | Attribute.inverse]]);
  more('failed', tasks.failed, Tone.bad);
  more('skipped', tasks.skipped, Tone.fg);
  more('at work', tasks.running + tasks.tool + tasks.retrying, Tone.fg);
  more('blocked', tasks.blocked, Tone.fg);
  more('wait', tasks.queued, Tone.dim);
  more('cancelled', tasks.cancelled, Tone.fg);
  const right = joined(fitting(items, view.columns - leastLeft));
  const start = view.segmentsRight(view.columns - 1, 0, right);
  const title = workload ? workTitles[workload.work.kind] : 'work';
  const left: Segment[] = [
    [`${title}  `, Tone.accent | Attribute.bold],
    [oneLine(info.name), Attribute.bold],
  ];
  view.segments(1, 0, left, Math.max(0, start - 3));
}

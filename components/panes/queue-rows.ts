import { priorityWord } from '../../src/spec/priority.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { count, short, wholeSeconds } from '../parts/format.ts';
import { drawRule } from '../parts/rule.ts';
import type { Scene } from '../scene.ts';

const gap: Segment = ['  ', Tone.dim];

/** Pane 4: tasks that wait, by priority, how long the oldest has, and those that back off. */
export function drawQueue(view: CellView, scene: Scene): void {
  const { snapshot } = scene;
  drawRule(view, scene, 'queue', [
    [
      [count(snapshot.tasks.queued), Tone.fg],
      [' wait', Tone.dim],
    ],
  ]);
  view.segments(1, 1, prioritySegments(snapshot));
  view.segments(1, 2, [
    ['oldest ', Tone.dim],
    [oldest(snapshot), Tone.fg],
  ]);
  const right: Segment[] = [];
  const { retrying } = snapshot.tasks;
  if (retrying > 0) right.push([count(retrying), Tone.warn], [' back off', Tone.dim], gap);
  right.push(
    ['out ', Tone.dim],
    [short(snapshot.sample?.callsPerSecond ?? null), Tone.fg],
    ['/s', Tone.dim],
  );
  view.segmentsRight(view.columns, 2, right);
}

function oldest({ queue, tasks }: RunSnapshot): string {
  return tasks.queued === 0 ? 'none' : wholeSeconds(queue.oldestMs);
}

function prioritySegments({ queue }: RunSnapshot): Segment[] {
  if (queue.byPriority.length === 0) return [['nothing waits', Tone.dim]];
  const out: Segment[] = [];
  for (const [priority, tasks] of queue.byPriority) {
    if (out.length > 0) out.push(gap);
    out.push([`${priorityWord(priority)} `, Tone.dim], [count(tasks), Tone.fg]);
  }
  return out;
}

/** Queue and limits in one line, for a screen without room for their panes. */
export function drawQueueLine(view: CellView, { snapshot }: Scene): void {
  const { tasks, queue, inFlight, concurrency } = snapshot;
  const out: Segment[] = [
    ['queue  ', Tone.dim],
    [count(tasks.queued), Tone.fg],
  ];
  const [first] = queue.byPriority;
  if (first && queue.byPriority.length > 1)
    out.push([` (${count(first[1])} ${priorityWord(first[0])})`, Tone.dim]);
  if (tasks.queued > 0) out.push([' oldest ', Tone.dim], [oldest(snapshot), Tone.fg]);
  if (tasks.retrying > 0)
    out.push(['  ', Tone.dim], [count(tasks.retrying), Tone.warn], [' back off', Tone.dim]);
  const right: Segment[] = [
    ['in flight ', Tone.dim],
    [count(inFlight), Tone.fg],
    [' of ', Tone.dim],
    [count(concurrency), Tone.fg],
  ];
  const start = view.segmentsRight(view.columns - 1, 0, right);
  view.segments(1, 0, out, start - 2);
}

import { priorityWord } from '../../src/spec/priority.ts';
import { adaptiveLimitOf } from '../../src/state/route-state.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { type CellView, segmentsWidth } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { count, short, wholeSeconds } from '../parts/format.ts';
import { gaugeSegments } from '../parts/gauge.ts';
import { type Item, joined } from '../parts/items.ts';
import { drawRule } from '../parts/rule.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';

const gap: Segment = ['  ', Tone.dim];
/** Of a line of its own for each priority: where its count ends, its age stands, its bar begins. */
const countEnd = 20;
const ageStart = 22;
const barStart = 36;
const longestBar = 40;
/** What belongs together is not torn apart by a wide pane. */
const widest = 84;

/**
 * Pane 4: tasks that wait, by priority with the age of the oldest, how fast they come and go, how many
 * are in tools and how many back off, and what keeps the next one from being sent.
 */
export function drawQueue(view: CellView, scene: Scene): void {
  const { snapshot } = scene;
  const columns = Math.min(view.columns, widest);
  const flow = flowSegments(snapshot);
  const headline = [
    [
      [count(snapshot.tasks.queued), Tone.fg],
      [' wait', Tone.dim],
    ],
    ...(view.rows === 1 ? [oldestSegments(snapshot), flow] : []),
  ] as const;
  drawRule(view, scene, 'queue', headline);
  const { byPriority } = snapshot.queue;
  const body = view.rows - 1;
  let y = 1;
  if (byPriority.length > 0 && byPriority.length + 2 <= body) y = drawPriorities(view, snapshot);
  else drawInOneLine(view, snapshot, y++);
  const right = view.segmentsRight(columns, y, flow);
  view.segments(1, y, oldestSegments(snapshot), right - 2);
  y++;
  const aside = asideSegments(snapshot);
  const start = aside.length === 0 ? columns : view.segmentsRight(columns, y, aside) - 2;
  view.segments(1, y, blockedSegments(snapshot), start - 1);
}

/** All priorities in a line; with the age of the oldest of each where that fits. */
function drawInOneLine(view: CellView, snapshot: RunSnapshot, y: number): void {
  if (snapshot.queue.byPriority.length === 0) view.text(1, y, 'nothing waits', Tone.dim);
  const aged = prioritySegments(snapshot, true);
  const fits = segmentsWidth(aged) < view.columns;
  view.segments(1, y, fits ? aged : prioritySegments(snapshot, false), view.columns - 1);
}

/** `high        12  oldest 3s  ▓▓░░`, a line each. @returns the row below them */
function drawPriorities(view: CellView, { queue, tasks }: RunSnapshot): number {
  queue.byPriority.forEach(([priority, waiting, oldestMs], index) => {
    const y = 1 + index;
    view.text(1, y, priorityWord(priority), Tone.dim);
    view.textRight(countEnd, y, count(waiting), Tone.fg);
    view.segments(ageStart, y, [
      ['oldest ', Tone.dim],
      [wholeSeconds(oldestMs), Tone.fg],
    ]);
    const width = Math.min(longestBar, view.columns - barStart - 1);
    if (width >= 8)
      view.segments(barStart, y, gaugeSegments(waiting / tasks.queued, width, Tone.chart1));
  });
  return 1 + queue.byPriority.length;
}

/** `in 0/s  out 248/s` */
function flowSegments({ queue: { inPerSecond, outPerSecond } }: RunSnapshot): Segment[] {
  return [
    ['in ', Tone.dim],
    [short(inPerSecond), Tone.fg],
    ['/s  ', Tone.dim],
    ['out ', Tone.dim],
    [short(outPerSecond), Tone.fg],
    ['/s', Tone.dim],
  ];
}

/** What is neither in a call nor in the queue: `5 in tools  3 back off  95 blocked`. */
function asideSegments({ tasks: { retrying, tool, blocked } }: RunSnapshot): Segment[] {
  const items: Item[] = [];
  const item = (many: number, words: string, style: number) => {
    if (many > 0)
      items.push([
        [count(many), style],
        [` ${words}`, Tone.dim],
      ]);
  };
  item(tool, 'in tools', Tone.tool);
  item(retrying, 'back off', Tone.warn);
  // They wait for other tasks, and would not be sent if all that runs were done now.
  item(blocked, 'blocked', Tone.fg);
  return joined(items);
}

/** What keeps the next task from being sent, where one waits. */
function blockedSegments({ tasks, limiting }: RunSnapshot): Segment[] {
  if (tasks.queued === 0 || limiting.by === 'work' || limiting.by === 'nothing') return [];
  return [
    ['held by ', Tone.dim],
    [oneLine(limiting.sentence), Tone.fg],
  ];
}

function oldestSegments(snapshot: RunSnapshot): Segment[] {
  return [
    ['oldest ', Tone.dim],
    [oldest(snapshot), Tone.fg],
  ];
}

function oldest({ queue, tasks }: RunSnapshot): string {
  return tasks.queued === 0 ? 'none' : wholeSeconds(queue.oldestMs);
}

function prioritySegments({ queue }: RunSnapshot, ages: boolean): Segment[] {
  const out: Segment[] = [];
  for (const [priority, tasks, oldestMs] of queue.byPriority) {
    if (out.length > 0) out.push(gap);
    out.push([`${priorityWord(priority)} `, Tone.dim], [count(tasks), Tone.fg]);
    if (ages) out.push([` ${wholeSeconds(oldestMs)}`, Tone.dim]);
  }
  return out;
}

/** Queue and limits in one line, for a screen without room for their panes. */
export function drawQueueLine(view: CellView, { snapshot }: Scene): void {
  const { tasks, queue } = snapshot;
  const out: Segment[] = [
    ['queue  ', Tone.dim],
    [count(tasks.queued), Tone.fg],
  ];
  const [first] = queue.byPriority;
  if (first && queue.byPriority.length > 1)
    out.push([` (${count(first[1])} ${priorityWord(first[0])})`, Tone.dim]);
  if (tasks.queued > 0) out.push([' oldest ', Tone.dim], [oldest(snapshot), Tone.fg]);
  if (tasks.retrying + tasks.tool + tasks.blocked > 0) out.push(gap, ...asideSegments(snapshot));
  const right: Segment[] = [['limits ', Tone.dim], ...limitsSegments(snapshot)];
  const start = view.segmentsRight(view.columns - 1, 0, right);
  view.segments(1, 0, out, start - 2);
}

/** What may run at once: `auto 412 of 500`, or how much of a fixed concurrency is used. */
export function limitsSegments({ routes, inFlight, concurrency }: RunSnapshot): Segment[] {
  const limit = adaptiveLimitOf(routes);
  return [
    [limit === null ? 'in flight ' : 'auto ', Tone.dim],
    [count(limit === null ? inFlight : Math.min(limit, concurrency)), Tone.fg],
    [' of ', Tone.dim],
    [count(concurrency), Tone.fg],
  ];
}

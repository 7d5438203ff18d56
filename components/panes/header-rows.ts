import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { askedLine, drawAskedLine } from '../approvals/asked-line.ts';
import type { Replay } from '../live-run.ts';
import { type CellView, segmentsWidth } from '../painter/cell-view.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { coarseSeconds, count, money, percent, plural, unknownMark } from '../parts/format.ts';
import { healthStyle, healthWord } from '../parts/health-look.ts';
import { isOver, phaseLooks } from '../parts/phase-look.ts';
import { spendSegments } from '../parts/spend-segments.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { isLeftUndone, pastSegments, timeSegments, undoneSegments } from './past-segments.ts';
import { drawProgress } from './progress-rows.ts';
import { stopProofSegments } from './stop-proof.ts';

const wideEnough = 100;
/** Columns from which on the state line tells of tasks that hang on others. */
const withSkipped = 140;
const labelWidth = 10;
const dot: Segment = [' · ', Tone.dim];
/** What a person set or has to mend; what is merely used up is no warning. */
const held: ReadonlySet<string> = new Set(['rate', 'breaker', 'budget', 'pool', 'you']);

/**
 * The top of the run screen: what runs and how far (line 1), which tools ask where any do, what holds it
 * back, the proof of a stop where there is one, what it costs and how far it is as a bar, as far as there are rows.
 */
export function drawHeader(view: CellView, scene: Scene): void {
  const { snapshot, replay } = scene;
  drawStateLine(view, scene);
  let y = 1;
  if ((scene.asked || snapshot.asked.length > 0) && y < view.rows)
    drawAskedLine(view.inner(0, y++, view.columns, 1), scene);
  if (replay !== undefined && isLeftUndone(snapshot, replay))
    drawLabelled(view, y++, 'unfinished', undoneSegments(snapshot));
  else
    drawLabelled(
      view,
      y++,
      isOver(snapshot.phase) ? 'ended' : 'held by',
      heldSegments(snapshot, view.columns - labelWidth - 1),
    );
  if (snapshot.stopProof && y < view.rows)
    drawLabelled(view, y++, 'stopped', stopProofSegments(snapshot.stopProof));
  // What is not well takes the last line that is left, for the time that it is not.
  const { word, reason } = snapshot.health;
  const ill = reason !== null && y < view.rows && !isOver(snapshot.phase);
  const last = view.rows - (ill ? 1 : 0);
  if (y < last) drawLabelled(view, y++, 'spend', spendSegments(snapshot, view.columns));
  if (y < last) drawProgress(view.inner(0, y, view.columns, 1), snapshot);
  if (ill) drawLabelled(view, last, word, [[oneLine(reason), healthStyle(snapshot.health)]]);
}

function drawStateLine(view: CellView, { snapshot, replay }: Scene): void {
  const roomy = view.columns >= wideEnough;
  const right = roomy
    ? roomyState(snapshot, view.columns, replay)
    : shortState(snapshot, view.columns >= 60, replay);
  const start = view.segmentsRight(view.columns - (roomy ? 1 : 0), 0, right);
  const { info } = snapshot;
  const left: Segment[] = [];
  if (roomy) left.push(['swarmdeck  ', Tone.accent | Attribute.bold]);
  left.push([oneLine(info.name), Attribute.bold]);
  // A run without a name of its own has that of its preset.
  if (info.preset !== '' && info.preset !== info.name)
    left.push(dot, [oneLine(info.preset), Tone.fg]);
  if (roomy) left.push(dot, [routeWords(snapshot), Tone.fg]);
  view.segments(1, 0, left, Math.max(0, start - 3));
}

function routeWords({ info }: RunSnapshot): string {
  const first = info.routes[0] ? oneLine(info.routes[0].name) : unknownMark;
  return info.routes.length < 2 ? first : `${first} + ${info.routes.length - 1}`;
}

/** The run's own word, and that of its health where it is not well. */
function phaseSegments(snapshot: RunSnapshot, replay: Replay | undefined): Segment[] {
  const look = phaseLooks[snapshot.phase];
  if (replay !== undefined) return pastSegments(snapshot, replay);
  return [[`${look.mark} ${snapshot.phase}`, look.style], ...healthWord(snapshot)];
}

function progressShare({ tasks }: RunSnapshot): number | null {
  return tasks.total === 0 ? null : tasks.ended / tasks.total;
}

function roomyState(snapshot: RunSnapshot, columns: number, replay: Replay | undefined): Segment[] {
  const { tasks, end } = snapshot;
  const out: Segment[] = [
    ...phaseSegments(snapshot, replay),
    ['  ', Tone.fg],
    ...timeSegments(snapshot, replay),
    ['   ', Tone.fg],
    [percent(progressShare(snapshot)), Attribute.bold],
    [' %', Tone.dim],
  ];
  if (columns >= 150)
    out.push([`  ${count(tasks.ended)}`, Tone.fg], [` of ${count(tasks.total)} tasks`, Tone.dim]);
  out.push([`  ${percent(snapshot.successShare, 1)}`, Tone.fg], [' % ok', Tone.dim]);
  out.push(...failedSegments(tasks.failed));
  // Short of room, what has failed says more: what was skipped hangs on it.
  if (columns >= withSkipped)
    out.push(...some(tasks.skipped, 'skipped'), ...some(tasks.blocked, 'blocked'));
  if (!isOver(snapshot.phase) && replay === undefined) {
    if (end === null) out.push([`  ${unknownMark}`, Tone.dim], [' left', Tone.dim]);
    else {
      // The band says by itself what kind of time it is about.
      const band = ` (${coarseSeconds(end.lowMs)}–${coarseSeconds(end.highMs)})`;
      out.push([`  ~${coarseSeconds(end.likelyMs)}`, Tone.fg]);
      out.push([columns >= 118 ? band : ' left', Tone.dim]);
    }
  }
  return out;
}

function some(many: number, words: string): Segment[] {
  return many === 0
    ? []
    : [
        [`  ${count(many)}`, Tone.fg],
        [` ${words}`, Tone.dim],
      ];
}

function failedSegments(failed: number): Segment[] {
  const words = `${count(failed)} failed`;
  return [
    ['  ', Tone.fg],
    [words, failed === 0 ? Tone.dim : Tone.bad],
  ];
}

/** How the run stands, in the words that a narrow header has room for. */
export function shortState(snapshot: RunSnapshot, withMoney: boolean, replay?: Replay): Segment[] {
  const { end, tasks } = snapshot;
  const out: Segment[] = [
    ...phaseSegments(snapshot, replay),
    [' ', Tone.fg],
    ...timeSegments(snapshot, replay),
    [' ', Tone.fg],
    [percent(progressShare(snapshot)), Attribute.bold],
    [' %', Tone.dim],
  ];
  if (tasks.failed > 0) out.push([' ', Tone.fg], [`${count(tasks.failed)} failed`, Tone.bad]);
  if (end !== null && !isOver(snapshot.phase) && replay === undefined)
    out.push([` ~${coarseSeconds(end.likelyMs)}`, Tone.fg]);
  if (withMoney) out.push([`  ${shortSpend(snapshot)}`, Tone.fg]);
  out.push([' ', Tone.fg]);
  return out;
}

/** `$4.18/$25`: the cents of a cap that has none are left out. */
function shortSpend({ budget: { spentNanoUsd, capNanoUsd } }: RunSnapshot): string {
  const cap = capNanoUsd === null ? '' : `/${money(capNanoUsd).replace(/\.00$/, '')}`;
  return `${money(spentNanoUsd)}${cap}`;
}

function drawLabelled(
  view: CellView,
  y: number,
  label: string,
  segments: readonly Segment[],
): void {
  view.text(1, y, label, Tone.dim);
  const x = view.columns >= wideEnough ? Math.max(labelWidth, label.length + 2) : label.length + 2;
  view.segments(x, y, segments, view.columns - x - 1);
}

/** @param room columns, for which the line is made shorter where that saves its end */
function heldSegments(snapshot: RunSnapshot, room: number): Segment[] {
  const { by, sentence, share, ofSeconds, remedy } = snapshot.limiting;
  if (isOver(snapshot.phase)) return endSegments(snapshot);
  const out: Segment[] = [[oneLine(sentence), held.has(by) ? Tone.warn : Tone.fg]];
  if (share !== null) out.push([`, ${percent(share)} %`, Tone.fg]);
  const rest = remedy.flatMap((part): Segment[] => [dot, [oneLine(part), Tone.dim]]);
  const of: Segment = [share === null ? '' : ` of the last ${ofSeconds} s`, Tone.dim];
  return segmentsWidth([...out, of, ...rest]) <= room ? [...out, of, ...rest] : [...out, ...rest];
}

/** How a run ended, in the words of its summary. */
export function endSegments(snapshot: RunSnapshot): Segment[] {
  const { tasks, phase, exitCode, phaseReason } = snapshot;
  const out: Segment[] = [[phase, phaseLooks[phase].style]];
  if (phaseReason !== null) out.push([` ${oneLine(phaseReason)}`, Tone.fg]);
  out.push(dot, [`${plural(tasks.done, 'task')} done`, Tone.fg]);
  if (tasks.failed > 0) out.push(dot, [`${count(tasks.failed)} failed`, Tone.bad]);
  if (tasks.cancelled > 0) out.push(dot, [`${count(tasks.cancelled)} cancelled`, Tone.fg]);
  if (tasks.skipped > 0) out.push(dot, [`${count(tasks.skipped)} skipped`, Tone.fg]);
  const open = tasks.total - tasks.ended;
  if (open > 0) out.push(dot, [`${count(open)} not done`, Tone.fg]);
  if (exitCode !== null) out.push(dot, [`exit code ${exitCode}`, Tone.fg]);
  return out;
}

/** The header in two lines for a screen that holds little: counts take the place of the money. */
export function drawCounts(view: CellView, { snapshot }: Scene): void {
  const { tasks, inFlight, concurrency } = snapshot;
  const out: Segment[] = [
    [count(tasks.ended), Tone.fg],
    [` of ${count(tasks.total)} `, Tone.dim],
    [count(inFlight), Tone.fg],
    [` of ${count(concurrency)} in flight `, Tone.dim],
    [count(tasks.queued), Tone.fg],
    [' wait', Tone.dim],
  ];
  if (tasks.blocked > 0) out.push([` ${count(tasks.blocked)}`, Tone.fg], [' blocked', Tone.dim]);
  if (tasks.tool > 0) out.push([` ${count(tasks.tool)}`, Tone.tool], [' in tools', Tone.dim]);
  view.segments(1, 0, out, view.columns - 1);
}

/** All that a screen below 40×10 can say. */
export function drawOneLine(view: CellView, { snapshot, replay }: Scene): void {
  const line = shortState(snapshot, false, replay);
  const x = segmentsWidth(line) < view.columns ? 1 : 0;
  view.segments(x, 0, line);
  if (view.rows < 2) return;
  const asks = askedLine(snapshot, null, view.columns, replay !== undefined);
  if (asks === null) return void view.text(x, 1, 'enlarge the terminal to see more', Tone.dim);
  const end = view.segments(x, 1, asks.left.slice(0, 1));
  view.segments(end + 2, 1, asks.right);
}

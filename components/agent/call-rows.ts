import type { AttemptRecord } from '../../src/state/task-record.ts';
import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { drawArea } from '../parts/braille.ts';
import { count, duration, unknownMark } from '../parts/format.ts';
import { niceCeiling } from '../parts/nice-ceiling.ts';
import { drawPlainRule } from '../parts/plain-rule.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';
import type { AgentScene } from './agent-scene.ts';
import { attemptLines, drawAttempts } from './attempts-rows.ts';
import { costSegments, speedSegments, tokenSegments, unknownFigure } from './call-figures.ts';
import { callTimes } from './call-times.ts';
import { drawPhaseBar, phaseSegments } from './phase-bar.ts';

const dot: Segment = [' · ', Tone.dim];
const labelWidth = 10;

/** What is known of the call beside the conversation, and below it every attempt before it. */
export function drawCall(view: CellView, scene: Scene): void {
  const { agent: shown, snapshot } = scene;
  const attempts = shown?.record?.attempts ?? [];
  const last = attempts.at(-1) ?? null;
  if (shown === null) return;
  drawPlainRule(view, 'call', last === null ? [] : [attemptSegment(last, shown.tries)]);
  let y = 1;
  for (const [label, segments] of callLines(shown, scene, last)) {
    if (y >= view.rows) return;
    view.text(1, y, label, Tone.dim);
    view.segments(labelWidth, y, segments, view.columns - labelWidth - 1);
    if (label === 'speed') drawRates(view, y, labelWidth + 12, shown, scene.glyphs.unicode);
    y++;
  }
  if (last !== null && y + 2 < view.rows) {
    const times = callTimes(last, snapshot.t);
    drawPhaseBar(view.inner(1, y + 1, view.columns - 2, 1), times);
    view.segments(1, y + 2, phaseSegments(times), view.columns - 2);
    y += 3;
  }
  const listed = last !== null && isPlain(last) ? attempts.length - 1 : attempts.length;
  if (listed === 0 || y + 3 > view.rows) return;
  const title = listed === attempts.length ? 'attempts' : 'attempts before';
  const below = view.inner(0, y + 1, view.columns, view.rows - y - 1);
  drawPlainRule(below, title, [[count(listed), Tone.fg]]);
  const rows = below.inner(0, 1, below.columns, below.rows - 1);
  drawAttempts(rows, attempts, listed, routesOf(scene), snapshot.t);
}

/** The same in as many lines as there are, above the conversation of a narrow screen. */
export function drawCallLines(view: CellView, scene: Scene): void {
  const { agent: shown, snapshot } = scene;
  const attempts = shown?.record?.attempts ?? [];
  const last = attempts.at(-1);
  if (shown === null || last === undefined) return;
  const route = oneLine(routesOf(scene)[last.route] ?? unknownMark);
  const first: Segment[] = [attemptSegment(last, shown.tries), dot, [route, Tone.fg], dot];
  view.segments(1, 0, [...first, ...tokenSegments(last, shown), dot, ...costSegments(last)]);
  if (view.rows < 2) return;
  const end = view.segments(1, 1, phaseSegments(callTimes(last, snapshot.t)));
  const speed = speedSegments(last, shown);
  const x = view.segments(end + 3, 1, speed);
  drawRates(view, 1, x + 1, shown, scene.glyphs.unicode);
  const failed = isPlain(last) ? attempts.at(-2) : last;
  if (view.rows < 3 || failed === undefined) return;
  const next = failed === last ? null : last;
  const [head, ...rest] = attemptLines(failed, next, null, 10_000, snapshot.t);
  const words = rest.flatMap((line): Segment[] => [dot, ...line.map(trimmed)]);
  view.segments(0, 2, [...head, ...words]);
}

function callLines(
  shown: AgentScene,
  scene: Scene,
  last: AttemptRecord | null,
): [label: string, segments: readonly Segment[]][] {
  const { record } = shown;
  if (record === null) return [];
  const lines: [string, readonly Segment[]][] = [['task', [[oneLine(record.id), Tone.fg]]]];
  if (last === null) return lines;
  const queued = last.queuedT === null ? null : Math.max(0, last.startedT - last.queuedT);
  const route = oneLine(routesOf(scene)[last.route] ?? unknownMark);
  lines.push(
    ['route', [[route, Tone.fg]]],
    [
      'queued',
      queued === null
        ? unknownFigure
        : [
            [duration(queued), Tone.fg],
            [' before it', Tone.dim],
          ],
    ],
    ['tokens', tokenSegments(last, shown)],
    ['speed', speedSegments(last, shown)],
    ['cost', costSegments(last)],
  );
  return lines;
}

/** `attempt 2 of 6` */
function attemptSegment({ attempt }: AttemptRecord, tries: number | null): Segment {
  return [`attempt ${attempt}${tries === null ? '' : ` of ${Math.max(tries, attempt)}`}`, Tone.fg];
}

function drawRates(
  view: CellView,
  y: number,
  x: number,
  { rates }: AgentScene,
  unicode: boolean,
): void {
  const room = view.columns - x - 1;
  if (room < 4 || rates.length < 2) return;
  const values = rates.subarray(Math.max(0, rates.length - 2 * room));
  const max = values.reduce((a, b) => Math.max(a, b), 0);
  drawArea(view.inner(x, y, room, 1), values, niceCeiling(max), Tone.chart1, unicode);
}

/** Nothing is to be told of it that does not stand above already. */
function isPlain({ outcome }: AttemptRecord): boolean {
  return outcome === 'running' || outcome === 'done';
}

function routesOf({ snapshot }: Scene): string[] {
  return snapshot.info.routes.map(({ name }) => name);
}

function trimmed([text, style]: Segment): Segment {
  return [text.trimStart(), style];
}

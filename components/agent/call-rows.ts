import type { AttemptRecord, TaskRecord } from '../../src/state/task-record.ts';
import { type CellView, segmentsWidth } from '../painter/cell-view.ts';
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
import { type TryTimes, tryTimes } from './call-times.ts';
import { drawPhaseBar, phaseSegments } from './phase-bar.ts';
import { hasTurns, sumSegments, toolSegments } from './task-figures.ts';

const dot: Segment = [' · ', Tone.dim];
const labelWidth = 10;

/** What is known of the call beside the conversation, and below it every attempt before it. */
export function drawCall(view: CellView, scene: Scene): void {
  const { agent: shown, snapshot } = scene;
  const attempts = shown?.record?.attempts ?? [];
  const last = attempts.at(-1) ?? null;
  if (shown === null) return;
  const record = shown?.record ?? null;
  drawPlainRule(view, 'call', last === null ? [] : [attemptSegment(last, attempts, shown.tries)]);
  let y = 1;
  for (const [label, segments] of callLines(shown, scene, last)) {
    if (y >= view.rows) return;
    view.text(1, y, label, Tone.dim);
    view.segments(labelWidth, y, segments, view.columns - labelWidth - 1);
    if (label === 'speed') drawRates(view, y, labelWidth + 12, shown, scene.glyphs.unicode);
    y++;
  }
  if (record !== null && last !== null && y + 2 < view.rows) {
    const times = tryTimes(record, snapshot.t);
    drawPhaseBar(view.inner(1, y + 1, view.columns - 2, 1), times);
    const words = phaseRows(times, view.columns - 2);
    for (const [row, line] of words.entries())
      view.segments(1, y + 2 + row, line, view.columns - 2);
    y += 2 + words.length;
  }
  const listed = last !== null && isPlain(last) ? attempts.length - 1 : attempts.length;
  if (record === null || listed === 0 || y + 3 > view.rows) return;
  const what = hasTurns(attempts) ? 'calls' : 'attempts';
  const title = listed === attempts.length ? what : `${what} before`;
  const below = view.inner(0, y + 1, view.columns, view.rows - y - 1);
  drawPlainRule(below, title, [[count(listed), Tone.fg]]);
  const rows = below.inner(0, 1, below.columns, below.rows - 1);
  drawAttempts(rows, record, listed, routesOf(scene), snapshot.t);
}

/** In two rows where one is too short for all of them: the tools have one of their own then. */
function phaseRows(times: TryTimes, columns: number): Segment[][] {
  const all = phaseSegments(times);
  if (times.toolMs === null || segmentsWidth(all) <= columns) return [all];
  return [phaseSegments({ ...times, toolMs: null }), phaseSegments(times).slice(-2)];
}

/** The same in as many lines as there are, above the conversation of a narrow screen. */
export function drawCallLines(view: CellView, scene: Scene): void {
  const { agent: shown, snapshot } = scene;
  const record = shown?.record ?? null;
  const attempts = record?.attempts ?? [];
  const last = attempts.at(-1);
  if (shown === null || record === null || last === undefined) return;
  const route = oneLine(routesOf(scene)[last.route] ?? unknownMark);
  const first: Segment[] = [
    attemptSegment(last, attempts, shown.tries),
    dot,
    [route, Tone.fg],
    dot,
  ];
  view.segments(1, 0, [...first, ...tokenSegments(last, shown), dot, ...costSegments(last)]);
  if (view.rows < 2) return;
  const end = view.segments(1, 1, phaseSegments(tryTimes(record, snapshot.t)));
  const speed = speedSegments(last, shown);
  const x = view.segments(end + 3, 1, speed);
  drawRates(view, 1, x + 1, shown, scene.glyphs.unicode);
  if (view.rows < 3) return;
  const failed = isPlain(last) ? attempts.at(-2) : last;
  if (failed === undefined || failed.outcome === 'turn') {
    if (hasTurns(attempts)) view.segments(1, 2, taskSegments(shown, record, snapshot.t));
    return;
  }
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
  if (!hasTurns(record.attempts)) return lines;
  lines.push(['in all', sumSegments(record, shown.outputTokens, scene.snapshot.t)]);
  const tools = toolSegments(record);
  if (tools.length > 0) lines.push(['tools', tools]);
  return lines;
}

/** All turns of a task in one line. */
function taskSegments({ outputTokens }: AgentScene, record: TaskRecord, t: number): Segment[] {
  const tools = toolSegments(record);
  const words: Segment[] = tools.length === 0 ? [] : [dot, ['tools ', Tone.dim], ...tools];
  return [['in all ', Tone.dim], ...sumSegments(record, outputTokens, t), ...words];
}

/** `attempt 2 of 6`, `turn 3 · attempt 1 of 6` */
function attemptSegment(
  { attempt, turn }: AttemptRecord,
  attempts: readonly AttemptRecord[],
  tries: number | null,
): Segment {
  const turns = hasTurns(attempts) ? `turn ${turn} · ` : '';
  const of = tries === null ? '' : ` of ${Math.max(tries, attempt)}`;
  return [`${turns}attempt ${attempt}${of}`, Tone.fg];
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
  return outcome === 'running' || outcome === 'done' || outcome === 'turn';
}

function routesOf({ snapshot }: Scene): string[] {
  return snapshot.info.routes.map(({ name }) => name);
}

function trimmed([text, style]: Segment): Segment {
  return [text.trimStart(), style];
}

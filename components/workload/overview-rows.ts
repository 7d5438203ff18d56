import type { WorkflowView } from '../../src/state/work-view.ts';
import { labelOf } from '../keys/keymap.ts';
import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { count, duration, percent } from '../parts/format.ts';
import { gaugeSegments } from '../parts/gauge.ts';
import { fitting, type Item, joined } from '../parts/items.ts';
import { drawTitleRule } from '../parts/title-rule.ts';
import type { Scene } from '../scene.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { costWord, timeWord } from './figure-words.ts';
import { failedNames, flowLook, isPaused, pathMark, runningNames } from './flow-look.ts';
import { nameWidth } from './list-rows.ts';
import { nodeLook, nodeMs } from './node-look.ts';
import { questionLook } from './questions-list.ts';
import { byUrgency } from './urgency.ts';
import { headline, workTitles } from './workload-rows.ts';
import { firstInSight, type WorkloadScene } from './workload-scene.ts';

/** The work beside the agents: the critical path of one workflow, else those that need looking at first. */
export function drawWork(view: CellView, scene: Scene): void {
  const { workload } = scene;
  const key = labelOf('run', 'workload-show') ?? '';
  const name = workload ? titleOf(workload) : 'work';
  const items = workload ? headline(workload) : [];
  drawTitleRule(view, `${key} ${name}`.trim(), items, false);
  const body = view.inner(0, 1, view.columns, view.rows - 1);
  if (workload === null || workload === undefined || body.rows < 1) return;
  const { work, chunks } = workload;
  if (work.kind === 'content') {
    if (chunks === null || chunks.total === 0) return;
    const bar = gaugeSegments(chunks.read / chunks.total, view.columns - 2, Tone.chart1);
    return void body.segments(1, 0, bar);
  }
  if (work.kind === 'workflows' && work.workflows.length === 1)
    return drawPath(body, scene, workload, work.workflows[0]);
  const shown = byUrgency(workload, body.rows);
  const rest = workload.tallies.length - shown.length;
  const rows = rest > 0 ? shown.slice(0, Math.max(1, body.rows - 1)) : shown;
  if (work.kind === 'workflows') drawFlowLines(body, scene, workload, rows);
  else if (work.kind === 'consensus') drawQuestionLines(body, scene, workload, rows);
  else drawVariantLines(body, workload, rows);
  const left = workload.tallies.length - rows.length;
  if (left > 0 && rows.length < body.rows)
    body.text(1, rows.length, `… ${count(left)} more`, Tone.dim);
}

/** The same in one line, for a screen without room for its pane. */
export function drawWorkLine(view: CellView, { workload }: Scene): void {
  if (workload === null || workload === undefined) return;
  const title: Segment = [`${titleOf(workload)}  `, Tone.dim];
  const items = fitting(headline(workload), view.columns - title[0].length - 2);
  view.segments(1, 0, [title, ...joined(items)], view.columns - 2);
}

function titleOf({ work }: WorkloadScene): string {
  if (work.kind !== 'workflows' || work.workflows.length !== 1) return workTitles[work.kind];
  return oneLine(work.workflows[0].name ?? 'workflow');
}

/** The critical path from what is under way on: `┃ ● screen  running  2.1s`. */
function drawPath(
  view: CellView,
  scene: Scene,
  { nodes: tallies }: WorkloadScene,
  { nodes }: WorkflowView,
): void {
  const path = [...nodes.keys()].filter((node) => nodes[node].onCriticalPath);
  const ended = path.findIndex((node) => tallies[node].ended < Math.max(1, tallies[node].total));
  const first = firstInSight(ended < 0 ? path.length : ended, view.rows, path.length);
  const shown = path.slice(first, first + view.rows);
  const width = nameWidth(
    shown.map((node) => nodes[node].name),
    4,
    Math.floor(view.columns / 2),
  );
  for (const [y, node] of shown.entries()) {
    const { mark, style, word } = nodeLook(scene, nodes[node], tallies[node]);
    view.text(1, y, pathMark, Tone.accent);
    view.text(3, y, mark, style);
    view.text(5, y, oneLine(nodes[node].name), Tone.fg, width);
    view.text(6 + width, y, word, Tone.dim, 11);
    const { done, total } = tallies[node];
    const items = nodes[node].fansOut && total > 0 ? `${count(done)}/${count(total)}  ` : '';
    view.segmentsRight(view.columns, y, [
      [items, Tone.fg],
      [timeWord(nodeMs(scene.snapshot, nodes[node])), Tone.fg],
    ]);
  }
}

const bar = 8;
/** Columns of a name that stay, whatever else there is to say. */
const leastName = 12;

function drawFlowLines(
  view: CellView,
  scene: Scene,
  { work, tallies }: WorkloadScene,
  shown: readonly number[],
): void {
  if (work.kind !== 'workflows') return;
  const flows = shown.map((item) => work.workflows[item]);
  const width = nameWidth(
    flows.map(({ name }) => name ?? ''),
    4,
    Math.min(18, Math.floor(view.columns / 3)),
  );
  for (const [y, flow] of flows.entries()) {
    const { done, ended, total, failed } = tallies[shown[y]];
    const { snapshot, glyphs } = scene;
    const { mark, style } = flowLook(glyphs.unicode, flow, isPaused(snapshot, flow));
    view.text(1, y, mark, style);
    view.text(3, y, oneLine(flow.name ?? ''), Tone.fg, width);
    const at = 4 + width;
    const share = total === 0 ? 0 : ended / total;
    view.segments(at, y, gaugeSegments(share, bar, failed > 0 ? Tone.bad : Tone.ok));
    const end = at + bar + 8;
    view.textRight(end, y, `${count(done)}/${count(total)}`, Tone.fg);
    const bad = failedNames(snapshot, flow);
    const [words, tone] =
      bad.length > 0
        ? [`${bad.join(', ')} failed`, Tone.bad]
        : [runningNames(snapshot, flow).join(', '), Tone.dim];
    view.text(end + 2, y, oneLine(words), tone);
  }
}

function drawQuestionLines(
  view: CellView,
  { glyphs }: Scene,
  { work, tallies }: WorkloadScene,
  shown: readonly number[],
): void {
  if (work.kind !== 'consensus') return;
  for (const [y, item] of shown.entries()) {
    const question = work.questions[item];
    const { groups, decided, confidence } = question;
    const { mark, style } = questionLook(glyphs.unicode, question, tallies[item]);
    view.text(1, y, mark, style);
    const start = view.segmentsRight(view.columns, y, [
      [oneLine(decided?.answer ?? groups[0]?.answer ?? '').slice(0, 14), Tone.fg],
      ['  ', Tone.fg],
      ...gaugeSegments(confidence ?? 0, bar, Tone.chart1),
      [confidence === null ? '      ' : `${percent(confidence)} %`.padStart(6), Tone.fg],
    ]);
    view.text(3, y, oneLine(question.question), Tone.fg, start - 5);
  }
}

function drawVariantLines(
  view: CellView,
  { work, tallies, p50Ms }: WorkloadScene,
  shown: readonly number[],
): void {
  if (work.kind !== 'compare') return;
  for (const [y, item] of shown.entries()) {
    const tally = tallies[item];
    const { name } = work.variants[item];
    const ended = tally.done + tally.failed;
    const items: Item[] = [
      [
        [percent(ended === 0 ? null : tally.done / ended, 1), Tone.fg],
        [' % ok', Tone.dim],
      ],
      [[duration(p50Ms[item] ?? null).padStart(5), Tone.fg]],
      [[costWord(tally).padStart(8), Tone.fg]],
      [[`${count(tally.done)}/${count(tally.total)}`, Tone.fg]],
    ];
    const room = view.columns - 3 - Math.min(leastName, displayWidth(oneLine(name)));
    const start = view.segmentsRight(view.columns, y, joined(fitting(items, room)));
    view.text(1, y, oneLine(name), Tone.fg, start - 2);
  }
}

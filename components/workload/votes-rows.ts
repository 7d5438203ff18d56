import type { ConsensusView, QuestionView, VoteGroup } from '../../src/state/work-view.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { cut } from '../parts/fitted.ts';
import { count, percent, plural } from '../parts/format.ts';
import { gaugeSegments } from '../parts/gauge.ts';
import type { HeadlineItem } from '../parts/rule.ts';
import { drawTitleRule } from '../parts/title-rule.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { nameWidth, say } from './list-rows.ts';
import { questionLook } from './questions-list.ts';
import { savedSegments } from './saved-words.ts';
import type { Tally } from './tally.ts';
import { drawTasks } from './tasks-rows.ts';
import type { WorkloadScene } from './workload-scene.ts';
import { isList } from './workload-view.ts';

const longestAnswer = 32;
const longestBar = 40;

/** One question: its answers as bars, why it is decided, and each voter. */
export function drawVotes(
  view: CellView,
  scene: Scene,
  workload: WorkloadScene,
  work: ConsensusView,
): void {
  const question = work.questions[workload.chosen];
  const focused = workload.look.focus === 'inside' || !isList(workload.look);
  if (question === undefined) {
    drawTitleRule(view, 'votes', [], focused);
    return say(view, 'no question has it');
  }
  const tally = workload.tallies[workload.chosen];
  const look = questionLook(scene.glyphs.unicode, question, tally);
  const items: HeadlineItem[] = [
    [[`${look.mark} ${look.word}`, look.style]],
    asked(question, tally),
  ];
  const saved = savedSegments(work);
  if (!isList(workload.look) && saved.length > 0) items.push(saved);
  drawTitleRule(view, oneLine(question.question), items, focused);
  const room = Math.max(1, Math.floor((view.rows - 3) / 2));
  let y = drawGroups(view, question, 1, room);
  view.segments(1, y, decidedSegments(question, tally), view.columns - 2);
  y += 2;
  drawTasks(view, scene, {
    tasks: question.tasks,
    cursor: Math.min(workload.look.row, question.tasks.length - 1),
    focused,
    top: y,
  });
}

/** `answer  ▓▓▓▓░░  7 votes  78 %`, a line each. @returns the row below them */
export function drawGroups(
  view: CellView,
  { groups, confidence }: QuestionView,
  top: number,
  rows: number,
): number {
  if (groups.length === 0) {
    view.text(1, top, 'no vote yet', Tone.dim);
    return top + 1;
  }
  const shown = groups.length > rows ? groups.slice(0, Math.max(1, rows - 1)) : groups;
  const width = nameWidth(
    shown.map(({ answer }) => answer),
    4,
    Math.min(longestAnswer, Math.floor(view.columns / 3)),
  );
  const all = groups.reduce((sum, { weight }) => sum + weight, 0);
  const figures = 18;
  const bar = Math.min(longestBar, view.columns - width - figures - 4);
  for (const [index, group] of shown.entries()) {
    const y = top + index;
    const first = index === 0;
    view.text(1, y, oneLine(group.answer), first ? Attribute.bold : Tone.fg, width);
    const share = first && confidence !== null ? confidence : shareOf(group, all);
    if (bar >= 4)
      view.segments(width + 2, y, gaugeSegments(share, bar, first ? Tone.chart1 : Tone.chart2));
    const end = Math.min(view.columns, width + 2 + Math.max(0, bar) + figures);
    view.segmentsRight(end, y, [
      [count(group.votes), Tone.fg],
      [group.votes === 1 ? ' vote ' : ' votes', Tone.dim],
      [percent(share).padStart(5), Tone.fg],
      [' %', Tone.dim],
    ]);
  }
  if (shown.length === groups.length) return top + shown.length;
  const left = groups.length - shown.length;
  view.text(1, top + shown.length, `… ${plural(left, 'more answer')}`, Tone.dim);
  return top + shown.length + 1;
}

const shareOf = ({ weight }: VoteGroup, all: number): number => (all === 0 ? 0 : weight / all);

function asked({ savedCalls }: QuestionView, { done, total }: Tally): Segment[] {
  const out: Segment[] = [
    [count(done), Tone.fg],
    [` of ${plural(total, 'voter')}`, Tone.dim],
  ];
  if (savedCalls > 0) out.push([` · ${plural(savedCalls, 'call')} saved`, Tone.ok]);
  return out;
}

function decidedSegments({ decided }: QuestionView, { total, ended }: Tally): Segment[] {
  if (decided === null)
    return [[`open: ${plural(total - ended, 'voter')} may still change it`, Tone.dim]];
  const { answer, why } = decided;
  const what: Segment =
    answer === null
      ? ['no answer wins', Tone.warn]
      : [cut(oneLine(answer), longestAnswer), Tone.ok | Attribute.bold];
  return [[answer === null ? '' : 'decided ', Tone.dim], what, [` · ${oneLine(why)}`, Tone.dim]];
}

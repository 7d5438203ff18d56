import type { ConsensusView, QuestionView } from '../../src/state/work-view.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { count, percent } from '../parts/format.ts';
import { gaugeSegments } from '../parts/gauge.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';
import {
  drawFigures,
  drawFigureTitles,
  drawListRows,
  type Figure,
  nameWidth,
  shownFigures,
  textStart,
} from './list-rows.ts';
import type { Tally } from './tally.ts';
import { namedLook, type TaskLook } from './task-look.ts';
import { titleRows } from './workload-layout.ts';
import { chosenPlace, type WorkloadScene } from './workload-scene.ts';

const figures: readonly Figure[] = [
  { title: 'votes', width: 8, from: 44 },
  { title: 'sure', width: 7, from: 36 },
  { title: 'saved', width: 7, from: 84 },
];
const longestAnswer = 24;
const bar = 8;

/** Whether a question is decided; one that ended without a winner is told apart. */
export function questionLook(unicode: boolean, { decided }: QuestionView, tally: Tally): TaskLook {
  const as = (name: Parameters<typeof namedLook>[1], word: string): TaskLook => ({
    ...namedLook(unicode, name),
    word,
  });
  if (decided !== null && decided.answer === null)
    return { ...as('cancelled', 'no winner'), style: Tone.warn };
  if (decided !== null) return as('done', 'decided');
  if (tally.running > 0) return as('running', 'open');
  return as(tally.ended > 0 || tally.queued > 0 ? 'queued' : 'blocked', 'open');
}

/** Questions below their rule: the leading answer of each, its votes, how sure it is, what was saved. */
export function drawQuestions(
  view: CellView,
  { glyphs }: Scene,
  workload: WorkloadScene,
  { questions }: ConsensusView,
): void {
  const { look, list, tallies } = workload;
  const shown = shownFigures(figures, view.columns);
  const answers = Array.from(list, (item) => leader(questions[item]));
  const answerWidth = nameWidth(answers, 6, Math.min(longestAnswer, Math.floor(view.columns / 4)));
  const withBar = view.columns >= 72;
  const taken = shown.reduce((sum, { width }) => sum + width, 0);
  const width = view.columns - textStart - taken - answerWidth - 2 - (withBar ? bar + 2 : 0);
  const answerStart = textStart + width + 1;
  const barStart = answerStart + answerWidth + 1;
  const start = withBar ? barStart + bar : answerStart + answerWidth;
  view.text(textStart, 1, 'question', Tone.dim, width);
  view.text(answerStart, 1, 'leads', Tone.dim, answerWidth);
  drawFigureTitles(view, start, 1, shown);
  drawListRows(view, {
    top: titleRows,
    rows: view.rows - titleRows,
    count: list.length,
    cursor: chosenPlace(workload),
    focused: look.focus === 'list',
    draw(row, index, atCursor) {
      const question = questions[list[index]];
      const { mark, style } = questionLook(glyphs.unicode, question, tallies[list[index]]);
      const { groups, confidence, decided, savedCalls, tasks } = question;
      row.text(2, 0, mark, style);
      row.text(
        textStart,
        0,
        oneLine(question.question),
        atCursor ? Attribute.bold : Tone.fg,
        width,
      );
      const isDecided = decided !== null && decided.answer !== null;
      row.text(answerStart, 0, oneLine(answers[index]), isDecided ? Tone.ok : Tone.fg, answerWidth);
      if (withBar) row.segments(barStart, 0, gaugeSegments(confidence ?? 0, bar, Tone.chart1));
      drawFigures(row, start, shown, {
        votes: [`${count(groups[0]?.votes ?? 0)}/${count(tasks.length)}`, Tone.fg],
        sure: [confidence === null ? '' : `${percent(confidence)} %`, Tone.fg],
        saved: [savedCalls === 0 ? '' : count(savedCalls), Tone.ok],
      });
    },
  });
}

function leader({ groups, decided }: QuestionView): string {
  return decided?.answer ?? groups[0]?.answer ?? '';
}

/** `12 of 40 decided`, and what it saved. */
export function decidedSegments({ decided, questions }: ConsensusView): Segment[] {
  return [
    [count(decided), Tone.fg],
    [` of ${count(questions.length)} decided`, Tone.dim],
  ];
}

import type { UnionOutcome } from '../plan/reduce/answer-union.ts';
import type { ReducedOutcome } from '../plan/reduce/reduce-outcome.ts';
import { count, plural } from './figure-words.ts';
import { markdownTable, oneLine } from './markdown-table.ts';

/** Characters of the one text: it is what the run was for, and stands whole in outcome.json. */
const mostCharacters = 20_000;
/** Different answers that are told, tasks of each, and characters. */
const mostAnswers = 50;
const mostTasks = 5;
const mostOfAnswer = 300;

/** `9 answers, in 3 parts, 1 task without one left out`. */
export function madeWords({ answers, unanswered, parts, parts_failed }: ReducedOutcome): string {
  return [
    plural(answers, 'answer'),
    ...(parts > 0 ? [`in ${plural(parts, 'part')}`] : []),
    ...(unanswered > 0 ? [`${plural(unanswered, 'task')} without one left out`] : []),
    ...(parts_failed > 0 ? [`${plural(parts_failed, 'part')} failed and missing`] : []),
  ].join(', ');
}

/** The one text of all answers, and what it was made of. */
export function reducedMarkdown(reduced: ReducedOutcome): string {
  const { task, status, text, error, answers } = reduced;
  if (typeof answers !== 'number') throw new TypeError('another version wrote it');
  const made = madeWords(reduced);
  if (text === null) {
    const why = error === null ? '' : `: ${oneLine(error)}`;
    return `${task} is ${status ?? 'not done'}${why} (${made}).\n`;
  }
  const isCut = text.length > mostCharacters;
  const shown = isCut ? `${text.slice(0, mostCharacters)}…` : text;
  const quoted = shown.trim().split('\n');
  const rest = isCut ? '\nThe rest is in outcome.json.\n' : '';
  return `### ${task}, of ${made}\n\n${quoted.map((line) => `> ${line}`.trimEnd()).join('\n')}\n${rest}`;
}

/** Answers of which those that are the same count as one, the first ones. */
export function unionMarkdown({ dedupe, union }: UnionOutcome): string {
  const shown = union.slice(0, mostAnswers);
  const more = dedupe.distinct - shown.length;
  const rows = shown.map(({ text, count: times, tasks }) => {
    const others = times - Math.min(mostTasks, tasks.length);
    const line = oneLine(text);
    return [
      line.length > mostOfAnswer ? `${line.slice(0, mostOfAnswer)}…` : line,
      count(times),
      `${tasks.slice(0, mostTasks).join(', ')}${others > 0 ? ` and ${count(others)} more` : ''}`,
    ];
  });
  const columns = [{ title: 'Answer' }, { title: 'Times', right: true }, { title: 'Tasks' }];
  return [
    `${count(dedupe.distinct)} different among ${plural(dedupe.answers, 'answer')}.\n`,
    ...(rows.length > 0 ? [`\n${markdownTable(columns, rows)}`] : []),
    ...(more > 0 ? [`\n${count(more)} more, in outcome.json or results.jsonl\n`] : []),
  ].join('');
}

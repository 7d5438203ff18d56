import type { UnionOutcome } from '../../plan/reduce/answer-union.ts';
import type { ReducedOutcome } from '../../plan/reduce/reduce-outcome.ts';
import { count, plural } from '../format.ts';
import { textLines } from './text-lines.ts';

/** How many answers are different. */
export function unionLines({ answers, distinct }: UnionOutcome['dedupe']): string[] {
  return [`${count(distinct)} different among ${plural(answers, 'answer')}`];
}

/** The reduced text where it is short, and what it was made of. */
export function reducedLines(reduced: ReducedOutcome): string[] {
  const { task, status, text, error, answers, unanswered, parts, parts_failed } = reduced;
  const made = [
    plural(answers, 'answer'),
    ...(parts > 0 ? [`in ${plural(parts, 'part')}`] : []),
    ...(unanswered > 0 ? [`${plural(unanswered, 'task')} without one left out`] : []),
    ...(parts_failed > 0 ? [`${plural(parts_failed, 'part')} failed and missing`] : []),
  ].join(', ');
  if (text === null) {
    const why = error === null ? '' : `: ${error}`;
    return [`${task} is ${status ?? 'not done'}${why} (${made})`];
  }
  return textLines(`${task}, of ${made}`, text);
}
